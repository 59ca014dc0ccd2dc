import { bodyTooLarge } from '@gimbal/core/adapter'
import type { Context } from 'hono'

/** Whether middleware in front of us has read the body. */
export function isTaken({ req }: Context): boolean {
  return req.raw.bodyUsed
}

/** The body that Hono has kept for whoever asks next; text comes back as the UTF-8 of its characters. */
export async function takenBytes({ req }: Context, limit: number): Promise<Uint8Array> {
  const [kept] = Object.keys(req.bodyCache)
  // A form would come back as multipart, whatever it was.
  if (kept === undefined || kept === 'formData') {
    throw new Error(
      'the request body was read before the app got it, and its bytes were not kept: ' +
        'mount the app before what reads it, or read it with c.req.text() or c.req.arrayBuffer()',
    )
  }
  const bytes = new Uint8Array(await req.arrayBuffer())
  if (bytes.length > limit) throw bodyTooLarge()
  return bytes
}
