import { bodyTooLarge, incompleteBody } from '@gimbal/core/adapter'

/** Reads a whole body under the limit; `declared` is its Content-Length, where there was one. */
export async function readBody(
  request: Request,
  limit: number,
  declared: number | undefined,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of streamBody(request, declared)) {
    length += chunk.length
    if (length > limit) throw bodyTooLarge()
    chunks.push(chunk)
  }
  return chunks.length === 1 ? chunks[0]! : join(chunks, length)
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

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.length
  }
  return whole
}
