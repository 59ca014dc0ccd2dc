import * as fc from 'fast-check'

import type { Content, Message } from './message.ts'
import { mutation } from './mutations.ts'
import { seeds } from './seeds.ts'
import { BODIES, HEADERS, TYPES } from './header-values.ts'
import { HOSTS, METHODS, QUERIES, SEGMENTS } from './target-values.ts'

/** Generates requests of the grammar, and mutations of the requests of the suite and the corpus. */
export function messages(): fc.Arbitrary<Message> {
  const start = fc.oneof(
    { arbitrary: built, weight: 3 },
    { arbitrary: fc.constantFrom(...seeds()), weight: 2 },
  )
  const changes = fc.array(mutation, { maxLength: 3 })
  return fc
    .tuple(start, changes)
    .map(([message, list]) => list.reduce((changed, change) => change(changed), message))
}

// The routes of the suite's app with their methods; `:` is one segment, `*` are several.
const ROUTES: readonly (readonly [method: string, path: string])[] = [
  ...[
    '/echo/:',
    '/echo/:',
    '/files/*',
    '/files/*',
    '/only-get',
    '/headers/:',
    '/cookies',
    '/client',
  ],
  ...[
    '/place/*',
    '/resp/redirect',
    '/resp/:',
    '/resp/setcookie2',
    '/resp/stream',
    '/resp/json-string',
  ],
  ...[
    '/resp/stream-sized',
    '/resp/empty',
    '/resp/etag',
    '/resp/html',
    '/search',
    '/me',
    '/me/avatar',
  ],
  ...['/order/*', '/order/:', '/order/:/end', '/order/static', '/:', '/:/:', '/*'],
]
  .map((path) => ['GET', path] as const)
  .concat(
    [
      ...['/echo/:', '/json', '/webhook', '/text', '/bytes', '/form', '/stream', '/stream/unread'],
      ...[
        '/nothing',
        '/demand',
        '/demand/text',
        '/small',
        '/small/nothing',
        '/small/stream',
        '/large',
      ],
      ...['/me', '/checked/1', '/checked/:', '/created', '/order/static', '/:'],
    ].map((path) => ['POST', path] as never),
    [['PUT', '/any/:'] as never, ['PATCH', '/any/:'] as never, ['DELETE', '/any/:'] as never],
  )

const segment = fc.oneof(
  { arbitrary: fc.constantFrom(...SEGMENTS), weight: 4 },
  { arbitrary: fc.string({ maxLength: 6 }).map(encodeURIComponentSafely), weight: 1 },
  // Arbitrary octets, percent-encoded.
  {
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 4 })
      .map((octets) => octets.map((octet) => `%${octet.toString(16).padStart(2, '0')}`).join('')),
    weight: 1,
  },
)
const several = fc.array(segment, { maxLength: 4 }).map((segments) => segments.join('/'))

const query = fc.oneof(
  { arbitrary: fc.constant(''), weight: 3 },
  {
    arbitrary: fc
      .array(fc.constantFrom(...QUERIES), { minLength: 1, maxLength: 4 })
      .map((pairs) => `?${pairs.join('&')}`),
    weight: 2,
  },
)

const body = fc.oneof(
  { arbitrary: fc.constantFrom(...BODIES), weight: 3 },
  { arbitrary: fc.json({ maxDepth: 3 }).map(utf8), weight: 1 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 20 }).map(utf8), weight: 1 },
)

const content: fc.Arbitrary<Content> = fc.oneof(
  { arbitrary: body.map((bytes) => ({ kind: 'sized', bytes }) as const), weight: 6 },
  { arbitrary: fc.constant({ kind: 'none' } as const), weight: 1 },
  {
    arbitrary: fc
      .tuple(fc.array(body, { maxLength: 3 }), fc.constantFrom('', '', 'X-T: 1\r\n', 'X-A: t\r\n'))
      .map(([chunks, trailer]) => ({ kind: 'chunked', chunks, trailer }) as const),
    weight: 2,
  },
)

const line = fc.constantFrom(...HEADERS)
const lines = fc.oneof(
  { arbitrary: fc.constant([]), weight: 2 },
  { arbitrary: fc.array(line, { minLength: 1, maxLength: 3 }), weight: 3 },
)
const host = fc.oneof(
  { arbitrary: fc.constant('kit.test'), weight: 12 },
  { arbitrary: fc.constantFrom(...HOSTS), weight: 1 },
)
const type = fc.option(fc.constantFrom(...TYPES), { freq: 5 })
const method = fc.constantFrom(...METHODS)

const built: fc.Arbitrary<Message> = fc
  .record({
    route: fc.constantFrom(...ROUTES),
    segments: fc.array(segment, { minLength: 2, maxLength: 2 }),
    several,
    query,
    lines,
    host,
    type,
    content,
    other: fc.integer({ min: 0, max: 9 }),
    method,
  })
  .map((parts) => {
    const [own, path] = parts.route
    const left = [...parts.segments]
    const filled = path.replaceAll(':', () => left.shift() ?? '').replace('*', () => parts.several)
    const method = parts.other < 2 ? parts.method : own
    const has = parts.other === 2 || /^(POST|PUT|PATCH)$/.test(method)
    const typed = has && parts.type !== null ? [['Content-Type', parts.type] as const] : []
    return {
      method,
      target: `${filled}${parts.query}`,
      version: 'HTTP/1.1',
      lines: [['Host', parts.host], ...typed, ...parts.lines],
      content: has ? parts.content : { kind: 'none' },
    }
  })

function utf8(text: string): string {
  return Buffer.from(text).toString('latin1')
}

function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
