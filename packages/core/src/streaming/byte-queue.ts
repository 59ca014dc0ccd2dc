/**
 * Buffers the chunks of a body. Small chunks are copied into shared blocks, so that memory is
 * proportional to the bytes, whatever the chunk sizes.
 */
export class ByteQueue {
  /** In bytes. */
  size = 0
  readonly #blocks: Uint8Array[] = []
  /** The last block, if it has room left; `#taken` bytes of it are used. */
  #open: Uint8Array | undefined
  #taken = 0
  #chunks = 0
  #bytes = 0

  get isFragmented(): boolean {
    return isFragmented(this.#chunks, this.#bytes)
  }

  push(chunk: Uint8Array): void {
    const { length } = chunk
    if (length === 0) return
    this.#chunks++
    this.#bytes += length
    // A single chunk, the usual case, is not copied unless it is a small part of its buffer: some
    // hosts allocate 64 KiB for each read.
    const isWhole = 2 * length >= chunk.buffer.byteLength
    const isKept = isWhole && (length >= LARGE || this.size === 0)
    this.size += length
    if (isKept) {
      this.#close()
      this.#blocks.push(chunk)
      return
    }
    if (!this.#open || this.#open.length - this.#taken < length) {
      const last = this.#open?.length ?? 0
      this.#close()
      this.#open = new Uint8Array(Math.max(LARGE, length, Math.min(2 * last, LARGEST)))
      this.#taken = 0
    }
    this.#open.set(chunk, this.#taken)
    this.#taken += length
  }

  /** Removes and returns the oldest block; `undefined` if the queue is empty. */
  shift(): Uint8Array | undefined {
    if (this.#blocks.length === 0) this.#close()
    const block = this.#blocks.shift()
    this.size -= block?.length ?? 0
    return block
  }

  /** Removes and returns all bytes. */
  join(): Uint8Array {
    this.#close()
    const blocks = this.#blocks.splice(0)
    const [first] = blocks
    const { size } = this
    this.size = 0
    if (first && blocks.length === 1) return first
    const whole = new Uint8Array(size)
    let offset = 0
    for (const block of blocks) {
      whole.set(block, offset)
      offset += block.length
    }
    return whole
  }

  #close(): void {
    if (!this.#open) return
    const used = this.#open.subarray(0, this.#taken)
    // A mostly empty block is copied, so that its buffer can be freed.
    this.#blocks.push(2 * this.#taken < this.#open.length ? used.slice() : used)
    this.#open = undefined
  }
}

/** Returns true if a body comes in so many small chunks that their overhead exceeds their content. */
export function isFragmented(chunks: number, bytes: number): boolean {
  const cut = bytes / NETWORK_READ
  return chunks > MOST_CHUNKS && bytes < (chunks - cut) * LEAST_AVERAGE
}

const LARGE = 1024
/** Up to this number chunks may have any size. */
const MOST_CHUNKS = 16_384
/** The minimum average size of more chunks than that, in bytes. */
const LEAST_AVERAGE = 64
/** In bytes. One read from the network returns at most this; chunks split there are not counted. */
const NETWORK_READ = 16_384
const LARGEST = 65_536
