import type { IncomingMessage } from 'node:http'
import { ByteQueue, isFragmented } from '@gimbal/core/adapter'

/**
 * Copies the small chunks of a body together before Node's stream holds them, one object each: a
 * client may send 64 KiB in 65,536 pieces, which take 16 MB while they are not read, or while a
 * parser in front of the app keeps a list of them.
 *
 * Overrides `push` of this one request, as a subclass would: Node hands each chunk that it has parsed
 * to it, and stops reading from the socket where that gives false. `refuse` is called where a body
 * comes in too many tiny chunks and its reader is not the app's.
 */
export function coalesceChunks(req: IncomingMessage, refuse: Refuse = destroy): void {
  const watched = req as Watched
  if (watched[COALESCER]) return
  watched[COALESCER] = new Coalescer(watched, refuse)
  watched.push = push
}

/**
 * Calls the listener, once, when a chunked body has come in too many tiny chunks, each of which costs
 * more than the bytes in it; in its place nobody else is told.
 */
export function onFragmented(req: IncomingMessage, listener: () => void): void {
  coalesceChunks(req)
  ;(req as Watched)[COALESCER]!.tellInstead(listener)
}

type Refuse = (req: IncomingMessage) => void
type Push = (this: IncomingMessage, chunk: Buffer | null) => boolean

// A property and not a WeakMap, and a function that all requests share: each POST pays for this,
// 15 microseconds of its 40 when each had its own closures and an entry in a map.
const COALESCER = Symbol('coalescer')

interface Watched extends IncomingMessage {
  [COALESCER]?: Coalescer
}

function push(this: Watched, chunk: Buffer | null): boolean {
  return this[COALESCER]!.take(chunk)
}

function destroy(req: IncomingMessage): void {
  req.destroy()
}

class Coalescer {
  readonly #req: IncomingMessage
  readonly #push: Push
  #tell: Refuse | undefined
  /** Only for a body of many chunks. */
  #held: ByteQueue | undefined
  #isOver = false
  #chunks = 0
  #bytes = 0
  #isScheduled = false
  #flushed = 0

  constructor(req: Watched, tell: Refuse) {
    this.#req = req
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its request
    this.#push = req.push as Push
    this.#tell = tell
  }

  tellInstead(listener: () => void): void {
    if (!this.#tell) return
    this.#tell = listener
    if (this.#isOver) queueMicrotask(() => this.#tellOnce())
  }

  take(chunk: Buffer | null): boolean {
    if (this.#isOver) {
      // What was cut must not look whole, neither by its end nor by this.
      this.#req.complete = false
      return false
    }
    if (chunk === null) {
      this.#flush()
      return this.#push.call(this.#req, null)
    }
    const { length } = chunk
    this.#chunks++
    this.#bytes += length
    const isHolding = this.#held !== undefined && this.#held.size > 0
    if (!isHolding && (length >= LARGE || this.#chunks <= FIRST)) {
      return this.#push.call(this.#req, chunk)
    }
    return this.#hold(chunk)
  }

  #hold(chunk: Buffer): boolean {
    const req = this.#req
    const held = (this.#held ??= new ByteQueue())
    held.push(chunk)
    if (isFragmented(this.#chunks, this.#bytes) && isChunked(req)) return this.#stop()
    if (held.size >= FULL) this.#flush()
    else this.#schedule()
    return req.readableLength + held.size < req.readableHighWaterMark
  }

  // Always, whether or not it seems to be read: a reader may come at any time, and in many ways.
  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    const wait = this.#flushed + PAUSE_MS - performance.now()
    const flush = (): void => this.#flush()
    if (wait > 0) setTimeout(flush, wait)
    else setImmediate(flush)
  }

  #flush(): void {
    this.#isScheduled = false
    if (!this.#held?.size || this.#req.destroyed) return
    this.#flushed = performance.now()
    this.#push.call(this.#req, asBuffer(this.#held.join()))
  }

  #stop(): false {
    const req = this.#req
    this.#isOver = true
    this.#held = undefined
    const tell = (): void => this.#tellOnce()
    if (req.readableFlowing === true || req.listenerCount('readable') > 0) tell()
    else {
      // Whoever begins to read is told; an answer that needs no body needs not know.
      req.once('resume', tell)
      req.on('newListener', (name) => {
        if (name === 'readable') tell()
      })
    }
    return false
  }

  #tellOnce(): void {
    const tell = this.#tell
    this.#tell = undefined
    tell?.(this.#req)
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
