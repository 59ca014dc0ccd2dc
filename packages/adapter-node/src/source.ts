import type { ByteSource } from '@gimbal/core/adapter'

/** A body's source opened: its chunks, and a way to stop it at once. */
export interface OpenSource {
  readonly next: () => Promise<{ readonly done?: boolean; readonly value?: Uint8Array | string }>
  readonly cancel: () => void
}

/** Opens a source so that it can be stopped even while it is waiting for its own next chunk. */
export function openSource(source: ByteSource): OpenSource {
  if (source instanceof ReadableStream) {
    // Its iterator's return() waits for the pending read; a reader's cancel() does not.
    const reader = source.getReader() as ReadableStreamDefaultReader<Uint8Array | string>
    return {
      next: () => reader.read() as Promise<{ done: boolean; value: Uint8Array | string }>,
      cancel: () => void reader.cancel().catch(ignore),
    }
  }
  const iterator = source[Symbol.asyncIterator]()
  return {
    next: () => iterator.next(),
    cancel: () => {
      // A Node stream has the same trouble, and a destroy() that helps.
      if (isDestroyable(source)) source.destroy()
      void iterator.return?.().then(ignore, ignore)
    },
  }
}

function isDestroyable(source: object): source is { destroy: () => void } {
  return 'destroy' in source && typeof source.destroy === 'function'
}

// The client is gone: nobody is left to hear that stopping failed.
function ignore(): void {}
