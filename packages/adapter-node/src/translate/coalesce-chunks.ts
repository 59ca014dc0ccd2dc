import type { IncomingMessage } from 'node:http'
import { ByteQueue, isFragmented } from '@gimbal/core/adapter'

/**
 * Joins the small chunks of a body before Node's stream stores them, one object each. A client may
 * send 64 KiB in 65,536 chunks, which take 16 MB while they are unread, or while a parser in front
 * of the app keeps a list of them.
 *
 * Overrides `push` of this one request, as a subclass would: Node calls it with each parsed chunk,
 * and stops reading from the socket if it returns false. `refuse` is called if a body has too many
 * tiny chunks and the app is not its reader.
 */
export function coalesceChunks(req: IncomingMessage, refuse: Refuse = destroy): void {
  const watched = req as Watched
  if (watched[COALESCER]) return
  watched[COALESCER] = new Coalescer(watched, refuse)
  watched.push = push
}

/**
 * Calls the listener once if a chunked body has too many tiny chunks, each of which costs more than
 * its bytes. It replaces the `refuse` of `coalesceChunks`.
 */
export function onFragmented(req: IncomingMessage, listener: () => void): void {
  coalesceChunks(req)
  ;(req as Watched)[COALESCER]!.tellInstead(listener)
}

type Refuse = (req: IncomingMessage) => void
type Push = (this: IncomingMessage, chunk: Buffer | null) => boolean

// A property instead of a WeakMap, and one function for all requests: each POST pays for this. With
// closures and a map entry it took 15 of the 40 microseconds of a POST.
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
  /** Created only for a body of many chunks. */
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
      // A cut body must not look complete.
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

  // Also if nothing reads the request yet: a reader may come at any time, and in many ways.
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
      // A later reader is notified. A response that does not need the body is not affected.
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

/** Chunks of a body with a content-length are made by the network, not by the client. */
function isChunked(req: IncomingMessage): boolean {
  return req.headers['transfer-encoding'] !== undefined
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

/** Chunks of at least this size are passed on as they are. */
const LARGE = 1024
/** The first chunks are passed on as they are; most bodies have no more. */
const FIRST = 64
/** Joined chunks are passed on at this size, or after this time. */
const FULL = 16_384
const PAUSE_MS = 20
