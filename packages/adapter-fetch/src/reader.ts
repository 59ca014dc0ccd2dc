import { isDeno, isWorkerd } from './runtime.ts'

/** What comes next of a body; the last part may come along with `done`. */
export interface ChunkReader {
  readonly read: () => Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
  readonly cancel: () => Promise<void>
}

/**
 * Opens the reader of a body. workerd and Deno read into a new buffer of 4 or 64 KiB each time, for
 * a chunk of one byte too, so that there a buffer of ours is lent. A patient reader of workerd waits
 * until it is full; Deno's, asked for a minimum, waits for ever at the end.
 */
export function openReader(body: ReadableStream<Uint8Array>, isPatient: boolean): ChunkReader {
  const reader = isWorkerd || isDeno ? byobReaderOf(body) : undefined
  if (!reader) return body.getReader()
  let size = SMALLEST
  let lent = new Uint8Array(size)
  return {
    read: async () => {
      const { done, value } = await (isPatient && reader.readAtLeast
        ? reader.readAtLeast(lent.length, lent)
        : reader.read(lent))
      if (!value) return { done }
      // It comes back as another view of the same memory.
      const chunk = value.slice()
      if (value.length === size) size = Math.min(2 * size, LARGEST)
      lent = value.buffer.byteLength === size ? new Uint8Array(value.buffer) : new Uint8Array(size)
      return { done, value: chunk }
    },
    cancel: () => reader.cancel(),
  }
}

/** `undefined` for a stream that was made in JavaScript and gives chunks of its own. */
function byobReaderOf(body: ReadableStream<Uint8Array>): ByobReader | undefined {
  try {
    return body.getReader({ mode: 'byob' })
  } catch {
    return undefined
  }
}

const SMALLEST = 4096
const LARGEST = 65_536

interface Read {
  readonly done: boolean
  readonly value?: Uint8Array<ArrayBuffer> | undefined
}

interface ByobReader {
  readonly read: (view: Uint8Array<ArrayBuffer>) => Promise<Read>
  /** workerd alone: https://developers.cloudflare.com/workers/runtime-apis/streams/readablestreambyobreader/ */
  readonly readAtLeast?: (least: number, view: Uint8Array<ArrayBuffer>) => Promise<Read>
  readonly cancel: () => Promise<void>
}
