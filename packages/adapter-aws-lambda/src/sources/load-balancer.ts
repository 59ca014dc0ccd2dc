import { STATUS_CODES } from 'node:http'
import { asText, isRecord, type LambdaEvent } from '../event.ts'
import type { EventSource } from '../event-source.ts'
import { readHeaders } from '../headers.ts'
import { asPath } from '../path.ts'
import { rawQuery } from '../query.ts'

/** An Application Load Balancer without multi-value headers, which is the default. */
export const loadBalancer: EventSource = {
  matches: (event) => isRecord(event.requestContext.elb) && isRequest(event),
  method: (event) => asText(event.httpMethod)!,
  path: (event) => asPath(event.path),
  query: (event) => rawQuery(event.multiValueQueryStringParameters, event.queryStringParameters),
  headers: (event) => readHeaders(event.multiValueHeaders ?? event.headers),
  // The last entry is the load balancer's own; the client may have sent those before.
  peer: (event) => loadBalancer.headers(event).get('x-forwarded-for')?.split(',').at(-1),
  maxPayload: 1_048_576,
  // One value for each name: the last cookie wins.
  toResult: ({ status, headers, body, isBase64Encoded }) => ({
    statusCode: status,
    statusDescription: describeStatus(status),
    headers: Object.fromEntries(headers),
    body,
    isBase64Encoded,
  }),
  isRouted: true,
  sendsAllCookies: false,
}

function isRequest({ httpMethod, path }: LambdaEvent): boolean {
  return asText(httpMethod) !== undefined && asText(path) !== undefined
}

/** Returns a status with its reason phrase, as a load balancer takes it. */
export function describeStatus(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? ''}`.trimEnd()
}
