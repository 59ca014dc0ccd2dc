import { bodyTooLarge, ByteQueue, incompleteBody } from '@gimbal/core/adapter'
import { openReader } from './reader.ts'
import { isWorkerd } from './runtime.ts'

/** Reads a whole body up to the limit; `declared` is its Content-Length, if any. */
export async function readBody(
  request: Request,
  limit: number,
  declared: number | undefined,
): Promise<Uint8Array> {
  refuseUsed(request)
  // workerd checks the length itself, and collects the bytes outside of JavaScript.
  if (isWorkerd && declared !== undefined && declared <= limit) {
    const whole = await request.arrayBuffer().catch(refuseCut)
    if (whole.byteLength < declared) throw incompleteBody()
    return new Uint8Array(whole)
  }
  const queue = new ByteQueue()
  for await (const chunk of chunksOf(request, declared, true)) {
    queue.push(chunk)
    if (queue.size > limit) throw bodyTooLarge()
  }
  return queue.join()
}

/** Yields the chunks of a body as they arrive; leaving the loop early cancels the rest. */
export function streamBody(
  request: Request,
  declared: number | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  return chunksOf(request, declared, false)
}

async function* chunksOf(
  request: Request,
  declared: number | undefined,
  isPatient: boolean,
): AsyncGenerator<Uint8Array, void, undefined> {
  refuseUsed(request)
  const reader = openReader(request, isPatient)
  let length = 0
  let open = true
  try {
    while (open && reader) {
      const { done, value } = await reader.read().catch(refuseCut)
      open = !done
      if (!value?.length) continue
      length += value.length
      yield value
    }
    if (declared !== undefined && length < declared) throw incompleteBody()
  } finally {
    // Not awaited: some hosts settle this only after the client has sent the rest.
    if (open) void reader?.cancel().catch(() => undefined)
  }
}

function refuseUsed(request: Request): void {
  if (request.bodyUsed) throw new TypeError('the body was read before it came to the app')
}

function refuseCut(): never {
  throw incompleteBody()
}
