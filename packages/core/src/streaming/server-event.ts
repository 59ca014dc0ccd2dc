import { assertCount, assertObject } from '../errors/assertions.ts'

/** One event of `sse()`, as handlers give it and an `EventSource` gets it. */
export interface ServerEvent<Data = unknown> {
  readonly data: Data
  /** Its name for `addEventListener`; `message` where it is absent. */
  readonly event?: string | undefined
  /** Comes back as `Last-Event-ID` when the client has lost the connection. */
  readonly id?: string | undefined
  /** How long the client waits before it connects again, in milliseconds. */
  readonly retry?: number | undefined
}

/** Writes an event as https://html.spec.whatwg.org/multipage/server-sent-events.html has it; `data` is text by now. */
export function serializeEvent({ data, event, id, retry }: ServerEvent<string>): string {
  let lines = ''
  if (event !== undefined) lines += `event: ${oneLine('event', event)}\n`
  if (id !== undefined) lines += `id: ${oneLine('id', id)}\n`
  if (retry !== undefined) {
    assertCount('retry in milliseconds', retry)
    lines += `retry: ${retry}\n`
  }
  // A client ends a line at each of the three, so that none of them may be left in a field.
  for (const line of data.split(/\r\n|\r|\n/)) lines += `data: ${line}\n`
  return `${lines}\n`
}

/** Makes of an event's data the text that is sent; without a schema a string is sent as it is. */
export function dataText(data: unknown, isJson: boolean): string {
  if (typeof data === 'string' && !isJson) return data
  const text = JSON.stringify(data) as string | undefined
  if (text === undefined) throw new TypeError(`${typeof data} cannot be sent as an event's data`)
  return text
}

/** Refuses what is no event; it may be a secret, so that it is not named. */
export function checkEvent(value: unknown): asserts value is ServerEvent {
  assertObject('an event { data, … }', value)
}

// It would begin a field, or an event, that was not sent; and clients drop an id with NUL.
function oneLine(name: string, value: string): string {
  if (typeof value === 'string' && !/[\r\n\0]/.test(value)) return value
  throw new TypeError(`an event's ${name} must be text without line ends and NUL`)
}
