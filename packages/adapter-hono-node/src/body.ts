import { bodyTooLarge } from '@gimbal/core/adapter'
import type { Context } from 'hono'

/** Returns true if middleware in front has read the body. */
export function isTaken({ req }: Context): boolean {
  return req.raw.bodyUsed
}

/** Returns the body that Hono has cached; a body cached as text is encoded as UTF-8. */
export async function takenBytes({ req }: Context, limit: number): Promise<Uint8Array> {
  const [kept] = Object.keys(req.bodyCache)
  // A form would be encoded as multipart, whatever its original type was.
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
