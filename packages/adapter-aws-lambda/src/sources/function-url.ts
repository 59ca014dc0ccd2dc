import { asText } from '../event.ts'
import type { EventSource } from '../event-source.ts'
import { asPath } from '../path.ts'
import { httpApi } from './http-api.ts'

/** A function URL. Its events look like those of an HTTP API, but their path is encoded. */
export const functionUrl: EventSource = {
  matches: (event) =>
    httpApi.matches(event) &&
    (asText(event.requestContext.domainName) ?? '').includes('.lambda-url.'),
  method: httpApi.method,
  path: (event) => asPath(event.rawPath),
  query: httpApi.query,
  headers: httpApi.headers,
  peer: httpApi.peer,
  maxPayload: httpApi.maxPayload,
  toResult: httpApi.toResult,
  isRouted: false,
  streams: true,
}
