import type { IncomingMessage } from 'node:http'

/** The event sources that the emulated gateway knows. */
export const eventSources = [
  'rest-api',
  'http-api',
  'function-url',
  'load-balancer',
  'load-balancer-multi',
] as const
export type EventSourceName = (typeof eventSources)[number]

/** The stage of the emulated REST API, which is the first segment of its paths. */
export const REST_STAGE = 'live'

/** Makes the event of a request, as far as captured events and reports tell. */
export function toEvent(source: EventSourceName, req: IncomingMessage, body: Buffer): object {
  const parts = readParts(req, body)
  if (source === 'rest-api') return restApiEvent(parts)
  if (source === 'http-api' || source === 'function-url') return httpEvent(source, parts)
  return loadBalancerEvent(source, parts)
}

interface Parts {
  readonly method: string
  /** As sent, without the query. */
  readonly path: string
  readonly query: string
  readonly sourceIp: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
}

function readParts(req: IncomingMessage, body: Buffer): Parts {
  const [target = ''] = (req.url ?? '').replace(/^[a-z]+:\/\/[^/?#]*/i, '').split('#')
  const [path = '', ...query] = target.split('?')
  const sourceIp = req.socket.remoteAddress ?? ''
  const headers: [string, string][] = []
  for (let index = 0; index < req.rawHeaders.length; index += 2)
    headers.push([req.rawHeaders[index]!, utf8(req.rawHeaders[index + 1]!)])
  // Every gateway appends the address that it saw.
  const isForwarded = ([name]: readonly [string, string]): boolean =>
    /^x-forwarded-for$/i.test(name)
  const forwarded = [...headers.filter(isForwarded).map(([, value]) => value), sourceIp]
  return {
    method: req.method ?? '',
    path: path === '' ? '/' : path,
    query: query.join('?'),
    sourceIp,
    headers: [
      ...headers.filter((header) => !isForwarded(header)),
      ['X-Forwarded-For', forwarded.join(', ')],
    ],
    body,
  }
}

/** The path as sent, the query decoded into maps, header names as sent, no length. */
function restApiEvent({ method, path, query, headers, sourceIp, body }: Parts): object {
  const inside = path.slice(`/${REST_STAGE}`.length)
  const kept = headers.filter(([name]) => !/^(?:content-length|transfer-encoding)$/i.test(name))
  const pairs = [...new URLSearchParams(query)]
  return {
    resource: inside === '/' ? '/' : '/{proxy+}',
    path: inside,
    httpMethod: method,
    headers: lastOf(kept),
    multiValueHeaders: listsOf(kept),
    queryStringParameters: query === '' ? null : lastOf(sorted(pairs)),
    multiValueQueryStringParameters: query === '' ? null : listsOf(sorted(pairs)),
    pathParameters: inside === '/' ? null : { proxy: inside.slice(1) },
    stageVariables: null,
    requestContext: {
      httpMethod: method,
      identity: { sourceIp },
      path,
      protocol: 'HTTP/1.1',
      resourcePath: '/{proxy+}',
      stage: REST_STAGE,
    },
    // With `*/*` as a binary media type, as the template has it.
    body: body.length > 0 ? body.toString('base64') : null,
    isBase64Encoded: body.length > 0,
  }
}

/** Repeated headers joined by a comma without a space, cookies in a list, the query as sent. */
function httpEvent(source: EventSourceName, parts: Parts): object {
  const { method, path, query, sourceIp } = parts
  const isUrl = source === 'function-url'
  const headers = new Map<string, string>()
  const cookies: string[] = []
  for (const [given, value] of parts.headers) {
    const name = given.toLowerCase()
    const before = headers.get(name)
    if (name === 'cookie') cookies.push(...value.split(/; */))
    if (name === 'cookie' && !isUrl) continue
    const separator = name === 'cookie' ? '; ' : ','
    headers.set(name, before === undefined ? value : `${before}${separator}${value}`)
  }
  const decoded = decodeLoosely(path)
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: isUrl ? path : decoded,
    rawQueryString: query,
    headers: Object.fromEntries(headers),
    ...(cookies.length > 0 ? { cookies } : {}),
    ...(query === '' ? {} : { queryStringParameters: joinedOf([...new URLSearchParams(query)]) }),
    requestContext: {
      domainName: isUrl
        ? 'id.lambda-url.eu-west-1.on.aws'
        : 'id.execute-api.eu-west-1.amazonaws.com',
      http: { method, path: decoded, protocol: 'HTTP/1.1', sourceIp },
      routeKey: '$default',
      stage: '$default',
    },
    ...bodyOf(parts),
  }
}

/** Path and query as sent; with multi-value headers lists, without them the last value. */
function loadBalancerEvent(source: EventSourceName, parts: Parts): object {
  const { method, path, query } = parts
  const lower = parts.headers.map(([name, value]) => [name.toLowerCase(), value] as const)
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...rest] = pair.split('=')
      return [name, rest.join('=')] as const
    })
  const isMulti = source === 'load-balancer-multi'
  return {
    requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:target' } },
    httpMethod: method,
    path,
    ...(isMulti
      ? {
          multiValueQueryStringParameters: listsOf(sorted(pairs)),
          multiValueHeaders: listsOf(lower),
          queryStringParameters: null,
          headers: null,
        }
      : { queryStringParameters: lastOf(sorted(pairs)), headers: lastOf(lower) }),
    ...bodyOf(parts),
    ...(parts.body.length > 0 ? {} : { body: '' }),
  }
}

// A text type comes as text, everything else in base64.
function bodyOf({ headers, body }: Parts): object {
  const valueOf = (name: string): string =>
    headers.find(([given]) => given.toLowerCase() === name)?.[1] ?? ''
  const isText =
    /^(text\/|application\/(json|xml|javascript)\s*(;|$))/i.test(valueOf('content-type')) &&
    valueOf('content-encoding') === ''
  const isBase64Encoded = body.length > 0 && !isText
  return {
    ...(body.length > 0 ? { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') } : {}),
    isBase64Encoded,
  }
}

type Pairs = readonly (readonly [name: string, value: string])[]

function listsOf(pairs: Pairs): Record<string, string[]> {
  const lists = new Map<string, string[]>()
  for (const [name, value] of pairs) lists.set(name, [...(lists.get(name) ?? []), value])
  return Object.fromEntries(lists)
}

function lastOf(pairs: Pairs): Record<string, string> {
  return Object.fromEntries(pairs)
}

function joinedOf(pairs: Pairs): Record<string, string> {
  const lists = Object.entries(listsOf(pairs))
  return Object.fromEntries(lists.map(([name, values]) => [name, values.join(',')]))
}

/** Maps arrive sorted by name. */
function sorted(pairs: Pairs): Pairs {
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}

// Events are JSON text, but Node gives one character for each byte.
function utf8(value: string): string {
  return Buffer.from(value, 'latin1').toString()
}

function decodeLoosely(path: string): string {
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return encoded
    }
  })
}
