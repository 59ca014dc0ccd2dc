import type { IncomingMessage } from 'node:http'
import { ByteQueue } from '@gimbal/core/adapter'

/**
 * Copies the small chunks of a body together before Node's stream holds them, one object each: a
 * client may send 64 KiB in 65,536 pieces, which take 16 MB while nobody reads them, or while a
 * parser in front of the app keeps a list of them.
 *
 * Overrides `push` of this one request, as a subclass would: Node hands each chunk that it has parsed
 * to it, and stops reading from the socket where that gives false. `refuse` is called where a body
 * comes in too many tiny chunks and its reader is not the app's.
 */
export function coalesceChunks(req: IncomingMessage, refuse?: () => void): void {
  if (!watches.has(req)) watches.set(req, new Coalescer(req, refuse))
}

/**
 * Calls the listener, once, when a chunked body has come in too many tiny chunks, each of which costs
 * more than the bytes in it; in its place nobody else is told.
 */
export function onFragmented(req: IncomingMessage, listener: () => void): void {
  coalesceChunks(req)
  watches.get(req)!.tellInstead(listener)
}

const watches = new WeakMap<IncomingMessage, Coalescer>()

class Coalescer {
  readonly #req: IncomingMessage
  readonly #push: (chunk: Buffer | null) => boolean
  readonly #held = new ByteQueue()
  #tell: (() => void) | undefined
  #isOver = false
  #passed = 0
  #isScheduled = false
  #flushed = 0

  constructor(req: IncomingMessage, refuse: (() => void) | undefined) {
    this.#req = req
    this.#push = req.push.bind(req)
    this.#tell = refuse ?? (() => void req.destroy())
    req.push = (chunk: Buffer | null) => this.#take(chunk)
  }

  tellInstead(listener: () => void): void {
    if (!this.#tell) return
    this.#tell = listener
    if (this.#isOver) queueMicrotask(this.#tellOnce)
  }

  #take(chunk: Buffer | null): boolean {
    if (chunk === null) {
      this.#flush()
      return this.#push(null)
    }
    if (this.#isOver) return false
    const held = this.#held
    if (held.size === 0 && (chunk.length >= LARGE || ++this.#passed <= FIRST)) {
      held.count(chunk)
      return this.#push(chunk)
    }
    held.push(chunk)
    if (held.isFragmented && isChunked(this.#req)) return this.#stop()
    if (held.size >= FULL) this.#flush()
    else this.#schedule()
    return this.#req.readableLength + held.size < this.#req.readableHighWaterMark
  }

  // Always, whether or not it seems to be read: a reader may come at any time, and in many ways.
  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    const wait = this.#flushed + PAUSE_MS - performance.now()
    if (wait > 0) setTimeout(this.#flush, wait)
    else setImmediate(this.#flush)
  }

  #flush = (): void => {
    this.#isScheduled = false
    if (this.#held.size === 0 || this.#req.destroyed) return
    this.#flushed = performance.now()
    this.#push(asBuffer(this.#held.join()))
  }

  #stop(): false {
    const req = this.#req
    this.#isOver = true
    this.#held.join()
    if (req.readableFlowing === true || req.listenerCount('readable') > 0) this.#tellOnce()
    else {
      // Whoever begins to read is told; an answer that needs no body needs not know.
      req.once('resume', this.#tellOnce)
      req.on('newListener', (name) => {
        if (name === 'readable') this.#tellOnce()
      })
    }
    return false
  }

  #tellOnce = (): void => {
    const tell = this.#tell
    this.#tell = undefined
    tell?.()
  }
}

/** What comes with a length comes as the network cuts it, which is not its sender's doing. */
function isChunked(req: IncomingMessage): boolean {
  return req.headers['transfer-encoding'] !== undefined
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

/** A chunk of so many bytes goes on as it came. */
const LARGE = 1024
/** And so do the first ones, as most bodies have no more. */
const FIRST = 64
/** What is held goes on at so many bytes, and after so many milliseconds. */
const FULL = 16_384
const PAUSE_MS = 20
