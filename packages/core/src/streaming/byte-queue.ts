/**
 * Holds the chunks of a body on their way. Small ones are copied together, so that what is held is
 * in proportion to its bytes, however a client cuts them.
 */
export class ByteQueue {
  /** In bytes. */
  size = 0
  readonly #blocks: Uint8Array[] = []
  /** The block that has room left, and how much of it is used. */
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
    // A chunk that is alone, as most are, is not copied, unless it is a small part of its buffer:
    // some hosts read into 64 KiB each time.
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

  /** Takes the oldest block out; `undefined` where nothing is held. */
  shift(): Uint8Array | undefined {
    if (this.#blocks.length === 0) this.#close()
    const block = this.#blocks.shift()
    this.size -= block?.length ?? 0
    return block
  }

  /** Takes all out as one. */
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
    // A block that is hardly used must not be kept for the few bytes in it.
    this.#blocks.push(2 * this.#taken < this.#open.length ? used.slice() : used)
    this.#open = undefined
  }
}

/** Whether so many bytes have come in so many chunks that each of these costs more than the bytes in it. */
export function isFragmented(chunks: number, bytes: number): boolean {
  const cut = bytes / NETWORK_READ
  return chunks > MOST_CHUNKS && bytes < (chunks - cut) * LEAST_AVERAGE
}

const LARGE = 1024
/** So many chunks may be as small as they like. */
const MOST_CHUNKS = 16_384
/** What chunks beyond that hold on average, in bytes. */
const LEAST_AVERAGE = 64
/** The network hands on so much at a time, in bytes, and cuts a chunk there, which is not its sender's doing. */
const NETWORK_READ = 16_384
const LARGEST = 65_536
