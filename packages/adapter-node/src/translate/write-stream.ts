import type { ServerResponse } from 'node:http'
import type { ByteStream } from '@gimbal/core/adapter'

/** Sends a stream at the client's pace; stops it when the client leaves, cuts the connection when it throws. */
export async function writeStream(res: ServerResponse, { next, stop }: ByteStream): Promise<void> {
  if (res.closed || res.destroyed) return stop()
  let wake: (() => void) | undefined
  // One listener for the whole answer: `compression` moves 'drain' listeners to a stream of its
  // own, where `once` could not take them away again.
  res.on('drain', () => wake?.())
  const left = (): void => {
    void stop()
    wake?.()
  }
  res.once('close', left)
  // The client learns of the answer now, not with the first chunk, which may be minutes away.
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

/** Ends the connection so that no client can take what it has for the whole. */
function cut(res: ServerResponse): void {
  const { socket } = res
  // Without a length and without chunks (HTTP/1.0) a closed connection is a clean end; a reset is not.
  const delimited = res.chunkedEncoding || res.hasHeader('content-length')
  if (!delimited && socket && 'resetAndDestroy' in socket && !('encrypted' in socket)) {
    socket.resetAndDestroy()
  }
  res.destroy()
}

/** `compression` holds small chunks back until it is told to let them go. */
function flushSoon(res: ServerResponse & { flush?: () => void }): void {
  // Its own, that is: Node has a deprecated method of that name on the prototype.
  if (Object.hasOwn(res, 'flush')) res.flush!()
}
