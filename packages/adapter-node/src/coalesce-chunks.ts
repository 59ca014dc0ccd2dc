import type { IncomingMessage } from 'node:http'
import process from 'node:process'
import { ByteQueue } from '@gimbal/core/adapter'

/**
 * Copies the small chunks of a body together before Node's stream holds them, one object each: a
 * client may cut 64 KiB into 65,536 chunks, which take 16 MB while nobody reads them.
 *
 * Overrides `push` and `_read` of this one request, as a subclass would: Node hands each chunk that
 * it has parsed to `push`, and stops reading from the socket where that gives false. `refuse` is
 * called where a body comes in too many tiny chunks and its reader is not the app's.
 */
export function coalesceChunks(req: IncomingMessage, refuse?: () => void): void {
  if (watches.has(req)) return
  const push = req.push.bind(req)
  const read = req._read.bind(req)
  const held = new ByteQueue()
  const watch: Watch = { isOver: false, onFragmented: undefined }
  watches.set(req, watch)
  let isAwaited = false
  let isScheduled = false

  const flush = (): void => {
    isScheduled = false
    if (held.size === 0 || req.destroyed) return
    isAwaited = false
    push(asBuffer(held.join()))
  }
  const stop = (): false => {
    const { onFragmented } = watch
    watch.onFragmented = undefined
    if (onFragmented) onFragmented()
    else if (isReading(req)) refuse?.()
    return false
  }

  req.push = (chunk: Buffer | null): boolean => {
    if (chunk === null) {
      flush()
      return push(null)
    }
    if (watch.isOver) return stop()
    const isLarge = chunk.length >= LARGE && held.size === 0
    if (isLarge) held.count(chunk)
    else held.push(chunk)
    watch.isOver ||= held.isFragmented
    if (watch.isOver) return stop()
    if (isLarge) {
      isAwaited = false
      return push(chunk)
    }
    if (isReading(req)) {
      // Behind all chunks of this packet.
      if (!isScheduled) process.nextTick(flush)
      isScheduled = true
    } else if (isAwaited && held.size >= LARGE) flush()
    return req.readableLength + held.size < req.readableHighWaterMark
  }
  req._read = (size: number): void => {
    isAwaited = true
    flush()
    if (watch.isOver) stop()
    else read(size)
  }
  req.on('resume', flush)
}

/**
 * Calls the listener, once, when a body has come in too many tiny chunks, each of which costs more
 * than the bytes in it; in its place nobody else is told.
 */
export function onFragmented(req: IncomingMessage, listener: () => void): void {
  coalesceChunks(req)
  const watch = watches.get(req)!
  if (watch.isOver) listener()
  else watch.onFragmented = listener
}

interface Watch {
  isOver: boolean
  onFragmented: (() => void) | undefined
}

const watches = new WeakMap<IncomingMessage, Watch>()

const LARGE = 1024

function isReading(req: IncomingMessage): boolean {
  return req.readableFlowing === true || req.listenerCount('readable') > 0
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
