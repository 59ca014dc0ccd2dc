import { isWorkerd } from './runtime.ts'

/** What comes next of a body; the last part may come along with `done`. */
export interface ChunkReader {
  readonly read: () => Promise<Read>
  readonly cancel: () => Promise<void>
}

interface Read {
  readonly done: boolean
  readonly value?: Uint8Array | undefined
}

/**
 * Opens the reader of a body. workerd reads into a new buffer of 4 KiB each time, for a chunk of one
 * byte too, so that there a buffer of ours is lent; a patient reader waits until it is full. Not so
 * on Deno, whose buffers have 64 KiB: there such a read never settles when a body breaks off.
 */
export function openReader(request: Request, isPatient: boolean): ChunkReader | undefined {
  const { body } = request
  const reader = body && isWorkerd ? byobReaderOf(body) : undefined
  if (!reader) return body?.getReader()
  let size = SMALLEST
  let lent = new Uint8Array(size)
  const readInto = (): Promise<ByobRead> =>
    isPatient && reader.readAtLeast ? reader.readAtLeast(lent.length, lent) : reader.read(lent)
  return {
    read: async () => {
      const { done, value } = await readInto()
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

interface ByobRead {
  readonly done: boolean
  readonly value?: Uint8Array<ArrayBuffer> | undefined
}

interface ByobReader {
  readonly read: (view: Uint8Array<ArrayBuffer>) => Promise<ByobRead>
  /** workerd alone: https://developers.cloudflare.com/workers/runtime-apis/streams/readablestreambyobreader/ */
  readonly readAtLeast?: (least: number, view: Uint8Array<ArrayBuffer>) => Promise<ByobRead>
  readonly cancel: () => Promise<void>
}
