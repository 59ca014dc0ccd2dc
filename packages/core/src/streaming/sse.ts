import { eventStream, type Events } from './event-stream.ts'
import { type In, isSchema, type Schema } from '../contract/schema.ts'
import type { MediaSpec } from '../contract/body-type.ts'
import { streamType } from '../contract/stream-body.ts'
import { assertStrips } from '../contract/assert-strips.ts'
import type { HeaderReader } from '../contract/types.ts'
import { assertCount } from '../errors/assertions.ts'

export interface SseOptions {
  /** Sends a comment when there was no event for so many milliseconds; 0 for never. @default 15_000 */
  readonly keepAlive?: number
}

/** What JSON can say; a string is sent as it is. */
export type EventData = string | number | boolean | object | null

/**
 * An answer of server-sent events, from a (async) iterable of `{ data, event?, id?, retry? }`; with a
 * schema each event's `data` is JSON of just what the schema names.
 *
 * @example
 * export const watchOrders = route({
 *   method: 'GET',
 *   path: '/orders/events',
 *   responses: { 200: sse(OrderView) },
 *   handler: (request, { orders }: { orders: Orders }) =>
 *     request.reply(200, orders.since(lastEventId(request), request.signal)),
 * })
 */
export function sse(options?: SseOptions): MediaSpec<Events<EventData>, AsyncIterable<Uint8Array>>
export function sse<S extends Schema>(
  schema: S,
  options?: SseOptions,
): MediaSpec<Events<In<S>>, AsyncIterable<Uint8Array>>
export function sse(first?: Schema | SseOptions, more?: SseOptions): unknown {
  const schema = isSchema(first) ? first : undefined
  const { keepAlive = 15_000 } = (schema ? more : (first as SseOptions | undefined)) ?? {}
  assertCount('keepAlive in milliseconds', keepAlive)
  if (schema) assertStrips(schema, 'sse()')
  const encode = (events: unknown): unknown => eventStream(events as Events, { schema, keepAlive })
  return {
    type: { ...streamType, name: 'events', encode },
    // Without a charset: the format is UTF-8 only.
    contentType: 'text/event-stream',
    headers: { 'cache-control': 'no-store' },
  }
}

/**
 * Where a client that has lost the connection wants to go on: the `id` of the last event that it has.
 *
 * @example
 * const missed = await db.order.findMany({ where: { id: { gt: Number(lastEventId(request) ?? 0) } } })
 */
export function lastEventId(request: { readonly headers: HeaderReader }): string | undefined {
  // An empty one is what a client has that never got any.
  return request.headers.get('last-event-id') || undefined
}
