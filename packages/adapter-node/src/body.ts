import type { IncomingMessage } from 'node:http'
import { bodyTooLarge, incompleteBody } from '@gimbal/core/adapter'

/** Reads a body to its end; over `limit` bytes it stops reading and rejects. */
export function collectBody(req: IncomingMessage, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const stop = listen(req, {
      data: (chunk) => {
        size += chunk.length
        if (size > limit) {
          stop()
          req.pause()
          reject(bodyTooLarge())
        } else {
          chunks.push(chunk)
        }
      },
      // Nothing is taken off after the end: that costs more than the one call on 'close'.
      end: () => resolve(toBytes(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size))),
      cut: () => {
        if (!req.readableEnded) reject(incompleteBody())
      },
    })
  })
}

/** Gives a body chunk by chunk and reads no further than it is asked to. */
export async function* streamChunks(req: IncomingMessage): AsyncGenerator<Uint8Array> {
  // Not `for await (… of req)`: leaving that loop early destroys the socket, and the answer with it.
  const chunks: Buffer[] = []
  let state = 'open' as 'open' | 'ended' | 'cut'
  let wake: (() => void) | undefined
  const settle = (next: 'ended' | 'cut'): void => {
    if (state === 'open') state = next
    wake?.()
  }
  const stop = listen(req, {
    data: (chunk) => {
      chunks.push(chunk)
      req.pause()
      wake?.()
    },
    end: () => settle('ended'),
    cut: () => settle('cut'),
  })
  try {
    for (;;) {
      const chunk = chunks.shift()
      if (chunk) yield toBytes(chunk)
      else if (state === 'cut') throw incompleteBody()
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

/** Plain bytes: a Buffer prints, slices and serialises in ways that other hosts do not know. */
export function toBytes(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
}

interface BodyEvents {
  readonly data: (chunk: Buffer) => void
  readonly end: () => void
  readonly cut: () => void
}

function listen(req: IncomingMessage, { data, end, cut }: BodyEvents): () => void {
  // A request that is over emits nothing any more: its reader would wait for ever.
  if (req.readableEnded || req.destroyed) {
    queueMicrotask(req.readableEnded ? end : cut)
    return () => undefined
  }
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
