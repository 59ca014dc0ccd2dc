import { asText, type LambdaEvent, textOf } from '../event.ts'
import type { EventSource } from '../event-source.ts'
import { readHeaders } from '../headers.ts'
import { asPath, prefixBefore, prefixOfRoute, repairPath } from '../path.ts'
import { encodeQuery } from '../query.ts'
import { INVOCATION_LIMIT, splitCookies } from '../response.ts'

/** A REST API of API Gateway, and an HTTP API with payload format 1.0. */
export const restApi: EventSource = {
  matches: ({ httpMethod, path }) => asText(httpMethod) !== undefined && asText(path) !== undefined,
  method: (event) => asText(event.httpMethod)!,
  path: (event) => {
    const path = pathOf(event)
    // The path with the stage, which the client sent.
    const whole = asPath(event.requestContext.path)
    return prefixBefore(whole, path) === undefined ? path : whole
  },
  // Decoded, in maps: the order across names is lost, and `?a` looks like `?a=`.
  query: (event) => encodeQuery(event.multiValueQueryStringParameters, event.queryStringParameters),
  prefix: (event) => {
    const path = pathOf(event)
    const stage = prefixBefore(asPath(event.requestContext.path), path) ?? ''
    // A mapping of a custom domain is a part of both paths.
    const { resource, pathParameters } = event
    return stage + (prefixOfRoute(path, asText(resource) ?? '', pathParameters) ?? '')
  },
  // The single-value map has only the last of repeated fields.
  headers: (event) => readHeaders(event.multiValueHeaders ?? event.headers),
  peer: (event) => textOf(event.requestContext.identity, 'sourceIp'),
  maxPayload: INVOCATION_LIMIT,
  // API Gateway merges the two maps, so a name is in one of them only. It refuses other properties.
  toResult: ({ status, headers, body, isBase64Encoded }) => {
    const { cookies, others } = splitCookies(headers)
    return {
      statusCode: status,
      headers: Object.fromEntries(others),
      ...(cookies.length > 0 && { multiValueHeaders: { 'set-cookie': cookies } }),
      body,
      isBase64Encoded,
    }
  },
  isRouted: true,
  streams: true,
}

// Whether an HTTP API with format 1.0 encodes the path is not documented.
function pathOf({ version, path }: LambdaEvent): string {
  return version === '1.0' ? repairPath(path) : asPath(path)
}
