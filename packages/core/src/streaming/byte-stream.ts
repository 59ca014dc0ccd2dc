import type { ByteSource } from '../contract/http-response.ts'
import { toBytes } from '../http/text.ts'
import { isObject, tryOrUndefined } from '../errors/assertions.ts'
import { withTimeout } from '../async/with-timeout.ts'
import type { ByteStream } from '../contract/adapter-types.ts'

export interface StreamChecks {
  /** In bytes; more or fewer would desynchronise the connection, so the stream fails instead. */
  readonly size?: number | undefined
  /** Is told what the source threw, unless it was stopped before; with a message, what stopping it threw. */
  readonly onBreak?: ((error: unknown, message?: string) => void) | undefined
}

type Chunk = IteratorResult<Uint8Array | string, undefined>

/** Tells a body that comes in chunks. */
export function isByteSource(body: unknown): body is ByteSource {
  return isObject(body) && Symbol.asyncIterator in body
}

/** Opens what a handler gave to be streamed. */
export function readStream(source: ByteSource, { size, onBreak }: StreamChecks = {}): ByteStream {
  // A web stream's iterator would wait in return() for the pending read; its reader's cancel() does
  // not. A Node stream has the same trouble, and a destroy() that helps.
  const reader = source instanceof ReadableStream ? source.getReader() : undefined
  const iterator = reader ? undefined : source[Symbol.asyncIterator]()
  ignoreErrors(source)
  let stopped = false
  let sent = 0

  async function chunk(): Promise<Uint8Array | undefined> {
    let bytes: Uint8Array | undefined
    do {
      const { done, value } = (await (reader ? reader.read() : iterator!.next())) as Chunk
      bytes = done ? undefined : toBytes(value)
      // An empty chunk would be the end mark of a chunked message.
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
      return soon(end(), (error) =>
        onBreak?.(error, 'the source of an answer could not be stopped'),
      )
    },
  }
}

/** Tells the source of a body that is not sent to stop. */
export function stopSource(body: unknown): void {
  // A source that is locked, or fails as soon as it is looked at, cannot be stopped.
  tryOrUndefined(() => isByteSource(body) && void readStream(body).stop())
}

/** Listens for errors: a Node stream that fails while it is not read would end the process. */
export function ignoreErrors(source: object): void {
  const { on, pipe } = source as { readonly on?: unknown; readonly pipe?: unknown }
  if (typeof on === 'function' && typeof pipe === 'function')
    on.call(source, 'error', () => undefined)
}

// A generator's return() waits for its pending next(), which may wait for an event that never
// comes; what the request held must be let go all the same.
async function soon(stopped: Promise<unknown>, onError: (error: unknown) => void): Promise<void> {
  await withTimeout(stopped.catch(onError), GRACE, () => undefined)
}

const GRACE = 1000
