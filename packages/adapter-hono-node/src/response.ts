import { type StreamWatch, toReadable } from '@gimbal/adapter-fetch'
import { closeGracefully, mergeVary, NodeRequest, resetUndelimited } from '@gimbal/adapter-node'
import { type AdapterResponse, jsonHeaders } from '@gimbal/core/adapter'
import type { Context } from 'hono'
import type { HonoRequest } from './request.ts'

type Content = string | Uint8Array<ArrayBuffer> | ReadableStream | null

/**
 * Builds Hono's response. The server adds the length of a plain body, since middleware may change
 * the body.
 */
export function toHonoResponse(
  context: Context,
  request: HonoRequest,
  response: AdapterResponse,
): Response {
  const { status, headers } = response
  const isOnNode = request instanceof NodeRequest
  const content = contentOf(response, isOnNode ? resetting(request) : request)
  if (isOnNode) closeGracefully(request, response.close)
  // Hono passes a single header on as it is, and makes no Request for it.
  if (headers === jsonHeaders) return context.newResponse(content, status as 200, json())
  // First in its chain: no headers were set through `c` that would have to be kept.
  if (context.req.routeIndex === 0) {
    return new Response(content, { status, headers: toInit(headers) })
  }
  for (const [name, value] of headers) {
    if (name === 'vary') context.header(name, mergeVary(varyOf(context), value))
    else context.header(name, value, { append: name === 'set-cookie' })
  }
  return context.newResponse(content, status as 200)
}

/** Lets a broken stream reach a client of HTTP/1.0 as a broken response. */
function resetting({ res }: NodeRequest): StreamWatch {
  return { onError: () => resetUndelimited(res) }
}

/** What another middleware has set. */
function varyOf({ res }: Context): string | undefined {
  return res.headers.get('vary') ?? undefined
}

function contentOf({ body }: AdapterResponse, watch: StreamWatch): Content {
  if (typeof body === 'object' && !(body instanceof Uint8Array)) return toReadable(body, watch)
  watch.onEnd?.()
  return (body ?? null) as Content
}

// A literal: a lookup in the list would cost more than the rest of this function.
const json = (): Record<string, string> => ({ 'content-type': jsonType })
const jsonType = jsonHeaders[0]![1]

/** Returns a plain record, which @hono/node-server uses as it is, or pairs if a name repeats. */
function toInit(headers: AdapterResponse['headers']): Record<string, string> | [string, string][] {
  const record: Record<string, string> = {}
  for (const [name, value] of headers) {
    if (name in record) return headers as [string, string][]
    record[name] = value
  }
  return record
}
