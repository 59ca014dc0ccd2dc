import type { ByteStream } from '@gimbal/core/adapter'

/** Follows what becomes of a streamed answer. */
export interface StreamWatch {
  /** Nothing has been read yet. */
  onStart?(): void
  /** The host reads no further: the client is gone. */
  onCancel?(): void
  /** The source is done, has failed or was told to stop; for a plain body, at once. */
  onEnd?(): void
}

/**
 * Makes a `ReadableStream` that asks its source for a chunk only when the host wants one.
 *
 * @example
 * new Response(toReadable(readStream(rows()), { onEnd: release }))
 */
export function toReadable(
  { next, stop }: ByteStream,
  watch: StreamWatch = {},
): ReadableStream<Uint8Array> {
  let cancelled = false
  watch.onStart?.()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = await next()
          if (cancelled) return
          if (chunk) return controller.enqueue(chunk)
          controller.close()
        } catch (error) {
          if (cancelled) return
          // A falsy reason would leave the connection open on @hono/node-server.
          controller.error(error ?? new Error('the source of the response failed'))
        }
        watch.onEnd?.()
      },
      async cancel() {
        cancelled = true
        watch.onCancel?.()
        await stop()
        watch.onEnd?.()
      },
    },
    // Nothing is asked for ahead: the host's own buffer is the only one.
    { highWaterMark: 0 },
  )
}
