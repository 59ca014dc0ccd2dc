import { once } from 'node:events'
import type { ByteStream } from '@gimbal/core/adapter'

/** The stream that Lambda passes to a streaming function: a writable stream of Node. */
export interface ResponseStream extends NodeJS.EventEmitter {
  readonly setContentType?: (type: string) => void
  readonly write: (chunk: string | Uint8Array) => boolean
  readonly end: (callback?: () => void) => unknown
  readonly destroyed: boolean
  readonly writableNeedDrain?: boolean
}

/**
 * Writes the head of a response as Lambda expects it before a streamed body: JSON and 8 NUL bytes.
 * Not with `awslambda.HttpResponseStream`, which writes it only with the first byte of a body: a
 * response without a body would lose its status and headers.
 */
export function writePrelude(stream: ResponseStream, prelude: object): void {
  stream.setContentType?.(PRELUDE_TYPE)
  stream.write(JSON.stringify(prelude) + '\0'.repeat(8))
}

const PRELUDE_TYPE = 'application/vnd.awslambda.http-integration-response'

/** Why a streamed body was not sent to its end. */
export type Interruption = 'left' | 'late'

/**
 * Writes a body at the pace of the client. Returns `undefined` at its end; or stops the source and
 * returns `'left'` if the client leaves, `'late'` if the invocation ends. Throws what the source
 * throws.
 */
export async function writeStream(
  stream: ResponseStream,
  { next, stop }: ByteStream,
  { isLate, onInterrupt }: { readonly isLate: Promise<void>; readonly onInterrupt: () => void },
): Promise<Interruption | undefined> {
  let reason: Interruption | undefined
  let wake: () => void = () => undefined
  const interrupted = new Promise<undefined>((resolve) => {
    const interrupt = (why: Interruption) => (): void => {
      reason ??= why
      resolve(undefined)
      wake()
    }
    stream.once('close', interrupt('left'))
    stream.once('error', interrupt('left'))
    void isLate.then(interrupt('late'))
    if (stream.destroyed) interrupt('left')()
  })
  stream.on('drain', () => wake())
  try {
    while (!reason) {
      const chunk = await Promise.race([next(), interrupted])
      if (reason) break
      if (!chunk) return undefined
      if (!stream.write(chunk)) await new Promise<void>((resolve) => (wake = resolve))
    }
  } catch (error) {
    if (!reason) throw error
  }
  onInterrupt()
  await stop()
  return reason
}

/** Ends a stream and waits until all of it is sent, or the client has left. */
export async function endStream(stream: ResponseStream): Promise<void> {
  if (stream.destroyed) return
  const ended = new Promise<void>((resolve) => stream.end(resolve))
  const closed = once(stream, 'close').catch(() => undefined)
  await Promise.race([ended, closed])
}
