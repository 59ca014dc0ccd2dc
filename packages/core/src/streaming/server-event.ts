import { assertCount, assertObject } from '../errors/assertions.ts'

/** One server-sent event, as handlers send it and an `EventSource` receives it. */
export interface ServerEvent<Data = unknown> {
  readonly data: Data
  /** Its type for `addEventListener`. @default 'message' */
  readonly event?: string | undefined
  /** Sent back by the client as `Last-Event-ID` when it reconnects. */
  readonly id?: string | undefined
  /** How long the client waits before it reconnects, in milliseconds. */
  readonly retry?: number | undefined
}

/** Serializes an event by https://html.spec.whatwg.org/multipage/server-sent-events.html. */
export function serializeEvent({ data, event, id, retry }: ServerEvent<string>): string {
  let lines = ''
  if (event !== undefined) lines += `event: ${oneLine('event', event)}\n`
  if (id !== undefined) lines += `id: ${oneLine('id', id)}\n`
  if (retry !== undefined) {
    assertCount('retry in milliseconds', retry)
    lines += `retry: ${retry}\n`
  }
  // Clients end a line at each of these three, so none of them may remain in the data.
  for (const line of data.split(/\r\n|\r|\n/)) lines += `data: ${line}\n`
  return `${lines}\n`
}

/** Serializes an event's data as JSON; without a schema a string is sent unchanged. */
export function dataText(data: unknown, isJson: boolean): string {
  if (typeof data === 'string' && !isJson) return data
  const text = JSON.stringify(data) as string | undefined
  if (text === undefined) throw new TypeError(`${typeof data} cannot be sent as an event's data`)
  return text
}

/**
 * Throws unless the value is an object. The message does not contain the value, which may be a
 * secret.
 */
export function checkEvent(value: unknown): asserts value is ServerEvent {
  assertObject('an event { data, … }', value)
}

// A line end in a field would start another field or event. Clients ignore an id that contains NUL.
function oneLine(name: string, value: string): string {
  if (typeof value === 'string' && !/[\r\n\0]/.test(value)) return value
  throw new TypeError(`an event's ${name} must be text without line ends and NUL`)
}
