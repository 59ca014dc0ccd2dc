import { endOnDrain, eventStream, type Events } from './event-stream.ts'
import { type In, isSchema, type Schema } from '../contract/schema.ts'
import type { BodyType, MediaSpec } from '../contract/body-type.ts'
import { streamType } from '../contract/stream-body.ts'
import { assertStrips } from '../contract/assert-strips.ts'
import type { HeaderReader } from '../contract/types.ts'
import { assertCount } from '../errors/assertions.ts'

export interface SseOptions {
  /** Sends a comment after so many milliseconds without an event; 0 for never. @default 8_000 */
  readonly keepAlive?: number
}

/** Data that JSON can represent; a string is sent unchanged. */
export type EventData = string | number | boolean | object | null

/**
 * Declares a response of server-sent events. Its body is an iterable or async iterable of
 * `{ data, event?, id?, retry? }`. With a schema each `data` is validated, stripped and sent as JSON.
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
  const { keepAlive = 8000 } = (schema ? more : (first as SseOptions | undefined)) ?? {}
  assertCount('keepAlive in milliseconds', keepAlive)
  if (schema) assertStrips(schema, 'sse()')
  const encode = (events: unknown): unknown => eventStream(events as Events, { schema, keepAlive })
  return {
    type: { ...streamType, name: 'events', encode, bind: endOnDrain as BodyType['bind'] },
    // Without a charset: the format is UTF-8 only.
    contentType: 'text/event-stream',
    // A proxy must neither buffer nor transform the events.
    headers: { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' },
  }
}

/**
 * Returns the `id` of the last event that a reconnecting client has received.
 *
 * @example
 * const missed = await db.order.findMany({ where: { id: { gt: Number(lastEventId(request) ?? 0) } } })
 */
export function lastEventId(request: { readonly headers: HeaderReader }): string | undefined {
  // Empty if the client has received no id yet.
  return request.headers.get('last-event-id') || undefined
}
