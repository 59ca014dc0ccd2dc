import { bodyTooLarge, ByteQueue, incompleteBody } from '@gimbal/core/adapter'

/** Reads a whole body under the limit; `declared` is its Content-Length, where there was one. */
export async function readBody(
  request: Request,
  limit: number,
  declared: number | undefined,
): Promise<Uint8Array> {
  const queue = new ByteQueue()
  for await (const chunk of streamBody(request, declared)) {
    queue.push(chunk)
    if (queue.size > limit) throw bodyTooLarge()
  }
  return queue.join()
}

/** Yields a body's chunks; leaving early cancels the rest. */
export async function* streamBody(
  request: Request,
  declared: number | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (request.bodyUsed) throw new TypeError('the body was read before it came to the app')
  const reader = request.body?.getReader()
  let length = 0
  let open = true
  try {
    while (open && reader) {
      const { done, value } = await reader.read().catch(() => {
        throw incompleteBody()
      })
      open = !done
      if (value === undefined) continue
      length += value.length
      yield value
    }
    if (declared !== undefined && length < declared) throw incompleteBody()
  } finally {
    // Not awaited: a host may settle this only when the client has sent the rest.
    if (open) void reader?.cancel().catch(() => undefined)
  }
}
