import { asText, type LambdaEvent, textOf } from '../event.ts'
import type { EventSource } from '../event-source.ts'
import { readJoinedHeaders } from '../headers.ts'
import { encodePath, prefixOfRoute } from '../path.ts'
import { INVOCATION_LIMIT, splitCookies } from '../response.ts'

/** An HTTP API of API Gateway, payload format 2.0. */
export const httpApi: EventSource = {
  matches: ({ rawPath, requestContext }) =>
    asText(rawPath) !== undefined && textOf(requestContext.http, 'method') !== undefined,
  method: (event) => textOf(event.requestContext.http, 'method')!,
  // Decoded by API Gateway, so a `?` or `%` in it is data.
  path: (event) => encodePath(event.rawPath),
  query: (event) => asText(event.rawQueryString) ?? '',
  prefix: (event) => encodePath(decodedPrefix(event)).replace(/\/$/, ''),
  headers: (event) => readJoinedHeaders(event.headers, event.cookies),
  peer: (event) => textOf(event.requestContext.http, 'sourceIp'),
  isRouted: true,
  maxPayload: INVOCATION_LIMIT,
  toResult: ({ status, headers, body, isBase64Encoded }) => {
    const { cookies, others } = splitCookies(headers)
    return {
      statusCode: status,
      headers: Object.fromEntries(others),
      ...(cookies.length > 0 && { cookies }),
      body,
      isBase64Encoded,
    }
  },
}

/** The stage or the path of a domain mapping, which API Gateway leaves in the path. */
function decodedPrefix({ rawPath, routeKey, pathParameters, requestContext }: LambdaEvent): string {
  const path = asText(rawPath)!
  const template = /^\S+ (\/.*)$/.exec(asText(routeKey) ?? '')?.[1]
  const found = template && prefixOfRoute(path, template, pathParameters)
  if (found !== undefined) return found
  // The route `$default` tells nothing about the path. A custom domain has no stage in the path.
  const { stage, domainName } = requestContext
  const isOwnDomain = !/\.execute-api\./.test(asText(domainName) ?? '.execute-api.')
  const prefix = `/${asText(stage) ?? ''}`
  if (isOwnDomain || prefix === '/' || prefix === '/$default') return ''
  return path === prefix || path.startsWith(`${prefix}/`) ? prefix : ''
}
