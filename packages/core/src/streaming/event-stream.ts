import { readStream } from './byte-stream.ts'
import type { Schema } from '../contract/schema.ts'
import { checkEvent, dataText, serializeEvent, type ServerEvent } from './server-event.ts'
import type { BodyContext } from '../contract/body-type.ts'
import type { ByteSource } from '../contract/http-response.ts'
import { issuesOf } from '../contract/schema-issues.ts'
import { assertObject } from '../errors/assertions.ts'

/** The body of an `sse()` response: a generator, an array, a `ReadableStream` or a Node stream. */
export type Events<Data = unknown> = AsyncIterable<ServerEvent<Data>> | Iterable<ServerEvent<Data>>

export interface EventStreamOptions {
  /** Validates each event's data. */
  readonly schema?: Schema | undefined
  /** In milliseconds; 0 for never. */
  readonly keepAlive: number
}

/** Converts events to the text of an event stream: one chunk per event, pulled one by one. */
export function eventStream(events: Events, options: EventStreamOptions): ByteSource {
  assertObject('events', events)
  const isAsync = Symbol.asyncIterator in events
  if (!isAsync && !(Symbol.iterator in events)) throw new TypeError('events are an iterable')
  return {
    [Symbol.asyncIterator]: () => {
      // A cast: readStream also passes on values that are not bytes.
      const source = readStream((isAsync ? events : each(events)) as never, { isRaw: true })
      const waiting = createWaiter(options.keepAlive)
      let opened = false
      let stopped = false
      let pending: Promise<unknown> | undefined
      const stop = async (): Promise<void> => {
        stopped = true
        waiting.end()
        await source.stop()
      }
      return {
        next: async () => {
          if (!opened) {
            // Some hosts and proxies hold back the head of a response until its first chunk.
            opened = true
            return { done: false, value: COMMENT }
          }
          if (stopped) return { done: true, value: undefined }
          pending ??= source.next()
          const found = await waiting.for(pending)
          if (found === silence) return { done: false, value: COMMENT }
          pending = undefined
          if (found === undefined) return { done: true, value: undefined }
          try {
            return { done: false, value: await eventText(found, options.schema) }
          } catch (error) {
            // The stream ends here, so its source must be stopped here.
            await stop()
            throw error
          }
        },
        return: async () => {
          await stop()
          return { done: true, value: undefined }
        },
      }
    },
  }
}

/** Ends an event stream when the server shuts down, so that a deploy does not wait for it. */
export function endOnDrain(source: ByteSource, { onDrain, abort }: BodyContext): ByteSource {
  return {
    [Symbol.asyncIterator]: () => {
      const events = source[Symbol.asyncIterator]()
      const forget = onDrain(() => {
        void events.return?.()
        abort(new DOMException('the server is shutting down', 'AbortError'))
      })
      return {
        next: async () => {
          const result = await events.next()
          if (result.done) forget()
          return result
        },
        return: async () => {
          forget()
          await events.return?.()
          return { done: true, value: undefined }
        },
      }
    },
  }
}

// A line that begins with a colon is a comment: clients ignore it, proxies keep the connection open.
const COMMENT = ':\n\n'
const silence = Symbol('silence')

async function eventText(found: unknown, schema: Schema | undefined): Promise<string> {
  checkEvent(found)
  let { data } = found
  if (schema) {
    const result = await schema['~standard'].validate(data)
    if (result.issues) {
      const [issue] = issuesOf('body', result.issues)
      const where = issue?.path.join('.') ?? ''
      throw new TypeError(`an event's data is not what is declared: ${where} ${issue?.message}`)
    }
    data = result.value
  }
  return serializeEvent({ ...found, data: dataText(data, schema !== undefined) })
}

async function* each(events: Iterable<ServerEvent>): AsyncGenerator<ServerEvent> {
  yield* events
}

/**
 * `for` waits for a promise, or resolves with `silence` after `milliseconds`. `end` resolves a
 * pending `for` at once.
 */
function createWaiter(milliseconds: number): {
  readonly for: (pending: Promise<unknown>) => Promise<unknown>
  readonly end: () => void
} {
  let end: () => void = () => undefined
  return {
    for: (pending) =>
      new Promise((resolve, reject) => {
        const timer =
          milliseconds > 0 ? setTimeout(() => resolve(silence), milliseconds) : undefined
        const settled = (): void => clearTimeout(timer)
        end = () => {
          settled()
          resolve(undefined)
        }
        pending.then(resolve, reject).finally(settled)
      }),
    end: () => end(),
  }
}
