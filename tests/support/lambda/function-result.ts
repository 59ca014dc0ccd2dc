import type { ServerResponse } from 'node:http'
import type { EventSourceName } from './request-event.ts'

/** A result that the source refuses: it answers by itself. */
export class MalformedResult extends Error {}

interface Head {
  readonly statusCode: number
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** Reads status and headers of a result, as its source does. */
export function readHead(source: EventSourceName, result: Record<string, unknown>): Head {
  const { statusCode } = result
  if (typeof statusCode !== 'number') throw new MalformedResult('no statusCode')
  if (source === 'rest-api') refuseOthers(result)
  return { statusCode, headers: HEADERS[source](result) }
}

type ReadHeaders = (result: Record<string, unknown>) => Head['headers']

const single: ReadHeaders = ({ headers }) => Object.entries(headers ?? {})
const multi: ReadHeaders = ({ multiValueHeaders }) =>
  Object.entries((multiValueHeaders ?? {}) as Record<string, string[]>).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  )
const withCookies: ReadHeaders = (result) => [
  ...single(result),
  ...((result['cookies'] ?? []) as string[]).map((value) => ['set-cookie', value] as const),
]

const HEADERS: Record<EventSourceName, ReadHeaders> = {
  // Both maps are merged, and some names are changed.
  'rest-api': (result) =>
    [...single(result), ...multi(result)].map(([name, value]) => [
      REMAPPED.has(name) ? `x-amzn-remapped-${name}` : name,
      value,
    ]),
  'http-api': withCookies,
  'function-url': withCookies,
  'load-balancer': single,
  'load-balancer-multi': multi,
}

const REMAPPED = new Set(['www-authenticate', 'server', 'date', 'connection', 'upgrade'])

function refuseOthers(result: Record<string, unknown>): void {
  const known = ['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']
  const others = Object.keys(result).filter((key) => !known.includes(key))
  if (others.length > 0) throw new MalformedResult(`unknown properties: ${others.join(', ')}`)
}

/** Writes the head of a response. */
export function writeHead(res: ServerResponse, { statusCode, headers }: Head): void {
  for (const [name, value] of headers) res.appendHeader(name, value)
  res.statusCode = statusCode
}

/** Writes a whole result. */
export function writeResult(
  source: EventSourceName,
  res: ServerResponse,
  result: Record<string, unknown>,
): void {
  const head = readHead(source, result)
  const { body, isBase64Encoded } = result as { body: string; isBase64Encoded: boolean }
  writeHead(res, head)
  const content = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  const hasContent = head.statusCode !== 204 && head.statusCode !== 304
  if (res.req.method !== 'HEAD' && hasContent) res.setHeader('content-length', content.length)
  res.end(content)
}
