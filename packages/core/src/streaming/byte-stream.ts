import type { ByteSource } from '../contract/http-response.ts'
import { toBytes } from '../http/text.ts'
import { describeType, isObject, tryOrUndefined } from '../errors/assertions.ts'
import { withTimeout } from '../async/with-timeout.ts'
import type { ByteStream } from '../contract/adapter-types.ts'

export interface StreamChecks {
  /** In bytes. The stream fails if its length differs, which would desynchronize the connection. */
  readonly size?: number | undefined
  /** Called with the source's error unless it was stopped, or with a message if stopping it failed. */
  readonly onBreak?: ((error: unknown, message?: string) => void) | undefined
  /** Passes on chunks of any type. */
  readonly isRaw?: boolean
}

type Chunk = IteratorResult<Uint8Array | string, undefined>

/** Returns true if a body is a stream of chunks. */
export function isByteSource(body: unknown): body is ByteSource {
  return isObject(body) && Symbol.asyncIterator in body
}

/** Opens the source of a streamed body. */
export function readStream(
  source: ByteSource,
  { size, onBreak, isRaw = false }: StreamChecks = {},
): ByteStream {
  // return() of a web stream's iterator waits for the pending read; cancel() of its reader does not.
  // A Node stream has the same problem; there destroy() helps.
  ignoreErrors(source)
  const { errored } = source as { readonly errored?: Error | null }
  // A Node stream that failed before the head of its response was sent.
  if (errored) throw errored
  // Throws if the stream is read elsewhere, and so locked.
  const reader = source instanceof ReadableStream ? source.getReader() : undefined
  const iterator = reader ? undefined : source[Symbol.asyncIterator]()
  let stopped = false
  let sent = 0

  async function chunk(): Promise<Uint8Array | undefined> {
    let bytes: Uint8Array | undefined
    do {
      bytes = undefined
      const { done, value } = (await (reader ? reader.read() : iterator!.next())) as Chunk
      if (done) break
      bytes = isRaw ? (value as Uint8Array) : toBytes(value)
      // Otherwise `yield undefined` would look like the end of the body.
      if (isRaw ? value === undefined : !(bytes instanceof Uint8Array)) {
        throw new TypeError(`expected chunks of bytes; got ${describeType(value)}`)
      }
      // Skips empty chunks: an empty one would end a message with chunked coding.
    } while (bytes?.length === 0)
    sent += bytes?.length ?? 0
    if (size !== undefined && (bytes ? sent > size : sent < size)) {
      throw new TypeError(`expected a stream of ${size} bytes; got ${sent}`)
    }
    return bytes
  }

  return {
    next: async () => {
      try {
        return await chunk()
      } catch (error) {
        if (!stopped) onBreak?.(error)
        throw error
      }
    },
    stop: () => {
      const end = async (): Promise<unknown> => {
        stopped = true
        ;(source as { readonly destroy?: () => void }).destroy?.()
        return reader ? reader.cancel() : iterator!.return?.()
      }
      return waitForStop(end(), (error) =>
        onBreak?.(error, 'the source of a response could not be stopped'),
      )
    },
  }
}

/** Stops the source of a body that is not sent. */
export function stopSource(body: unknown): void {
  // A source that is locked, or throws when it is opened, cannot be stopped.
  tryOrUndefined(() => isByteSource(body) && void readStream(body).stop())
}

/** Listens for errors: a Node stream that fails without a listener would end the process. */
export function ignoreErrors(source: object): void {
  const { on, pipe } = source as { readonly on?: unknown; readonly pipe?: unknown }
  if (typeof on !== 'function' || typeof pipe !== 'function' || watched.has(source)) return
  watched.add(source)
  on.call(source, 'error', () => undefined)
}

const watched = new WeakSet<object>()

// A generator's return() waits for its pending next(), which may wait for an event that never
// occurs. The time limit ensures that the request's resources are released.
async function waitForStop(
  stopped: Promise<unknown>,
  onError: (error: unknown) => void,
): Promise<void> {
  await withTimeout(stopped.catch(onError), GRACE, () => undefined)
}

const GRACE = 1000
