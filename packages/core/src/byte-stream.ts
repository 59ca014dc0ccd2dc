import type { ByteSource } from './spec.ts'
import { toBytes } from './text.ts'
import { isObject } from './value.ts'

/** A streamed body as adapters send it: one chunk at a time, and a way to stop it. */
export interface ByteStream {
  /** The next chunk, never an empty one; `undefined` at the end. A rejection cuts the answer. */
  readonly next: () => Promise<Uint8Array | undefined>
  /** Stops the source, also while it waits for its own next chunk; resolves when it has, or has had its time. */
  readonly stop: () => Promise<void>
}

export interface StreamChecks {
  /** In bytes; more or fewer would desynchronise the connection, so the stream fails instead. */
  readonly size?: number | undefined
  /** Is told what the source threw, unless it was stopped before. */
  readonly onBreak?: ((error: unknown) => void) | undefined
}

/** Tells a body that comes in chunks. */
export function isByteSource(body: unknown): body is ByteSource {
  return isObject(body) && Symbol.asyncIterator in body
}

/** Opens what a handler gave to be streamed. */
export function openSource(source: ByteSource, { size, onBreak }: StreamChecks = {}): ByteStream {
  const { read, cancel } = isWebStream(source) ? ofReader(source) : ofIterator(source)
  let stopped = false
  let sent = 0

  async function chunk(): Promise<Uint8Array | undefined> {
    for (;;) {
      const { done, value } = await read()
      if (done || value === undefined) break
      // An empty chunk would be the end mark of a chunked message.
      if (value.length === 0) continue
      const bytes = toBytes(value)
      sent += bytes.length
      if (size !== undefined && sent > size) break
      return bytes
    }
    if (size === undefined || sent === size) return undefined
    throw new TypeError(`expected a stream of ${size} bytes; got ${sent}`)
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
      stopped = true
      return soon(cancel())
    },
  }
}

interface Source {
  readonly read: () => Promise<{
    readonly done?: boolean
    readonly value?: Uint8Array | string | undefined
  }>
  readonly cancel: () => Promise<unknown> | undefined
}

// Its iterator's return() would wait for the pending read; a reader's cancel() does not.
function ofReader(stream: ReadableStream<Uint8Array | string>): Source {
  const reader = stream.getReader()
  return { read: () => reader.read(), cancel: () => reader.cancel() }
}

function ofIterator(source: ByteSource): Source {
  const iterator = source[Symbol.asyncIterator]()
  return {
    read: () => iterator.next(),
    cancel: () => {
      // A Node stream has the same trouble, and a destroy() that helps.
      if (isDestroyable(source)) source.destroy()
      return iterator.return?.()
    },
  }
}

function isWebStream(source: ByteSource): source is ReadableStream<Uint8Array | string> {
  return source instanceof ReadableStream
}

function isDestroyable(source: object): source is { destroy: () => void } {
  return 'destroy' in source && typeof source.destroy === 'function'
}

// A generator's return() waits for its pending next(), which may wait for an event that never
// comes; what the request held must be let go all the same.
function soon(stopped: Promise<unknown> | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GRACE)
    const done = (): void => {
      clearTimeout(timer)
      resolve()
    }
    Promise.resolve(stopped).then(done, done)
  })
}

const GRACE = 1000
