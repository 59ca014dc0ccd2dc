import type { ServerResponse } from 'node:http'
import type { ByteStream } from '@gimbal/core/adapter'

/**
 * Sends a stream at the client's pace. Stops the source if the client leaves; cuts the connection
 * if the source throws.
 */
export async function writeStream(res: ServerResponse, { next, stop }: ByteStream): Promise<void> {
  if (res.closed || res.destroyed) return stop()
  let wake: (() => void) | undefined
  // One listener for the whole response: `compression` moves 'drain' listeners to its own stream,
  // where `once` could not remove them.
  res.on('drain', () => wake?.())
  const left = (): void => {
    void stop()
    wake?.()
  }
  res.once('close', left)
  // Sends the head now: the first chunk may be minutes away.
  res.flushHeaders()
  try {
    for (;;) {
      const chunk = await next()
      if (res.destroyed) return
      if (!chunk) break
      if (!res.write(chunk)) await new Promise<void>((resolve) => (wake = resolve))
      else flushSoon(res)
      if (res.destroyed) return
    }
    res.off('close', left)
    res.end()
  } catch {
    // Core has logged it.
    res.off('close', left)
    cut(res)
  }
}

/** Ends the connection so that no client can mistake the response for a complete one. */
function cut(res: ServerResponse): void {
  resetUndelimited(res)
  res.destroy()
}

/**
 * Resets the connection of a response without a length and without chunks, as to HTTP/1.0: closing
 * it would look like the end of the body (RFC 9112 §8).
 */
export function resetUndelimited(res: ServerResponse): void {
  const { socket } = res
  const isDelimited = res.chunkedEncoding || res.hasHeader('content-length')
  if (!isDelimited && socket && 'resetAndDestroy' in socket && !('encrypted' in socket)) {
    socket.resetAndDestroy()
  }
}

/** `compression` buffers small chunks until `flush()` is called. */
function flushSoon(res: ServerResponse & { flush?: () => void }): void {
  // Only an own property: Node has a deprecated method of that name on the prototype.
  if (Object.hasOwn(res, 'flush')) res.flush!()
}
