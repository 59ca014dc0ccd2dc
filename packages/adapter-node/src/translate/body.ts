import type { IncomingMessage } from 'node:http'
import { bodyTooLarge, ByteQueue, fragmentedBody, incompleteBody } from '@gimbal/core/adapter'
import { coalesceChunks, onFragmented } from './coalesce-chunks.ts'

/** Reads a whole body; over `limit` bytes it stops reading and rejects. */
export function collectBody(req: IncomingMessage, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const queue = new ByteQueue()
    const refuse = (error: Error): void => {
      stop()
      req.pause()
      reject(error)
    }
    const stop = listen(req, {
      data: (chunk) => {
        queue.push(chunk)
        if (queue.size > limit) refuse(bodyTooLarge())
        else if (queue.isFragmented) refuse(fragmentedBody())
      },
      // The listeners stay after the end: removing them costs more than one call on 'close'.
      end: () => resolve(toBytes(queue.join())),
      cut: () => {
        if (!req.readableEnded) reject(incompleteBody())
      },
      fragmented: () => refuse(fragmentedBody()),
    })
  })
}

/** Yields a body chunk by chunk; reads from the socket only on demand. */
export async function* streamChunks(req: IncomingMessage): AsyncGenerator<Uint8Array> {
  // Not `for await (… of req)`: leaving that loop early destroys the socket, and with it the
  // response.
  const queue = new ByteQueue()
  let state = 'open' as 'open' | 'ended' | 'cut' | 'fragmented'
  let wake: (() => void) | undefined
  const settle = (next: 'ended' | 'cut' | 'fragmented'): void => {
    if (state === 'open') state = next
    wake?.()
  }
  coalesceChunks(req)
  const stop = listen(req, {
    data: (chunk) => {
      queue.push(chunk)
      if (queue.isFragmented) settle('fragmented')
      req.pause()
      wake?.()
    },
    end: () => settle('ended'),
    cut: () => settle('cut'),
    fragmented: () => settle('fragmented'),
  })
  try {
    for (;;) {
      const chunk = queue.shift()
      if (chunk) yield toBytes(chunk)
      else if (state === 'cut') throw incompleteBody()
      else if (state === 'fragmented') throw fragmentedBody()
      else if (state === 'ended') return
      else {
        req.resume()
        await new Promise<void>((resolve) => (wake = resolve))
      }
    }
  } finally {
    stop()
    req.pause()
  }
}

/**
 * A plain Uint8Array: a Buffer prints, slices and serializes differently from other hosts' bytes.
 */
export function toBytes(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
}

interface BodyEvents {
  readonly data: (chunk: Buffer) => void
  readonly end: () => void
  readonly cut: () => void
  readonly fragmented: () => void
}

function listen(req: IncomingMessage, { data, end, cut, fragmented }: BodyEvents): () => void {
  // A finished request emits no more events: without this its reader would wait for ever.
  if (req.readableEnded || req.destroyed) {
    queueMicrotask(req.readableEnded ? end : cut)
    return () => undefined
  }
  // Chunks of a body with a content-length are made by the network, not by the client.
  if (req.headers['transfer-encoding'] !== undefined) onFragmented(req, fragmented)
  req.on('data', data)
  req.on('end', end)
  req.on('error', cut)
  req.on('close', cut)
  return () => {
    req.off('data', data)
    req.off('end', end)
    req.off('error', cut)
    req.off('close', cut)
  }
}
