/** The source of a streamed answer, opened: its chunks, and a way to stop it. */
export interface OpenSource {
  /** The next chunk that is not empty; `undefined` at the end. */
  readonly next: () => Promise<Uint8Array | undefined>
  /** Resolves when the source has stopped, or has had its time. */
  readonly stop: () => Promise<void>
}

/** Opens a source so that it can be stopped even while it waits for its own next chunk. */
export function openSource(source: AsyncIterable<Uint8Array | string>): OpenSource {
  if (source instanceof ReadableStream) {
    // Its iterator's return() would wait for the pending read; a reader's cancel() does not.
    const reader = (source as ReadableStream<Uint8Array | string>).getReader()
    return { next: () => nextChunk(() => reader.read()), stop: () => soon(reader.cancel()) }
  }
  const iterator = source[Symbol.asyncIterator]()
  return {
    next: () => nextChunk(() => iterator.next()),
    stop: () => {
      // A Node stream has the same trouble, and a destroy() that helps.
      if (isDestroyable(source)) source.destroy()
      return soon(iterator.return?.())
    },
  }
}

async function nextChunk(
  read: () => Promise<{
    readonly done?: boolean
    readonly value?: Uint8Array | string | undefined
  }>,
): Promise<Uint8Array | undefined> {
  for (;;) {
    const { done, value } = await read()
    if (done || value === undefined) return undefined
    // An empty chunk would be the end mark of a chunked message.
    if (value.length > 0) return typeof value === 'string' ? encoder.encode(value) : value
  }
}

const encoder = new TextEncoder()

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

function isDestroyable(source: object): source is { destroy: () => void } {
  return 'destroy' in source && typeof source.destroy === 'function'
}
