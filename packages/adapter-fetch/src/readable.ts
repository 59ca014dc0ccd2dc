import type { ByteStream } from '@gimbal/core/adapter'

/** Callbacks for the life of a streamed response. */
export interface StreamWatch {
  /** Called before the first read. */
  onStart?(): void
  /** Called when the host stops reading because the client is gone. */
  onCancel?(): void
  /** The source has failed; the host is told next. */
  onError?(): void
  /** Called when the source has ended, failed or been stopped; for a plain body, at once. */
  onEnd?(): void
}

/**
 * Makes a `ReadableStream` that asks its source for a chunk only when the host reads one.
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
          watch.onError?.()
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
    // No read-ahead: the host has its own buffer.
    { highWaterMark: 0 },
  )
}
