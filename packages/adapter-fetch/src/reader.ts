import { isWorkerd } from './runtime.ts'

/** Reads the chunks of a body; the last chunk may come with `done`. */
export interface ChunkReader {
  readonly read: () => Promise<Read>
  readonly cancel: () => Promise<void>
}

interface Read {
  readonly done: boolean
  readonly value?: Uint8Array | undefined
}

/**
 * Opens the reader of a body. workerd allocates a new buffer of 4 KiB for each read, even for one
 * byte, so on workerd one buffer is reused; a patient reader waits until it is full. Not on Deno,
 * whose buffers have 64 KiB: there such a read never settles if the body breaks off.
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
      // The result is another view of the same memory, so it is copied.
      const chunk = value.slice()
      if (value.length === size) size = Math.min(2 * size, LARGEST)
      lent = value.buffer.byteLength === size ? new Uint8Array(value.buffer) : new Uint8Array(size)
      return { done, value: chunk }
    },
    cancel: () => reader.cancel(),
  }
}

/** Returns `undefined` for a stream that JavaScript made, which has its own chunks. */
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
  /**
   * Only in workerd:
   * https://developers.cloudflare.com/workers/runtime-apis/streams/readablestreambyobreader/
   */
  readonly readAtLeast?: (least: number, view: Uint8Array<ArrayBuffer>) => Promise<ByobRead>
  readonly cancel: () => Promise<void>
}
