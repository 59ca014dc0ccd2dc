import { type StreamWatch, toReadable } from '@gimbal/adapter-fetch'
import { NodeRequest, closeGracefully } from '@gimbal/adapter-node'
import { type AdapterResponse, jsonHeaders } from '@gimbal/core/adapter'
import type { Context } from 'hono'
import type { HonoRequest } from './request.ts'

type Content = string | Uint8Array<ArrayBuffer> | ReadableStream | null

/** Builds Hono's response. The length of a plain body is the server's to add: middleware may change it. */
export function toHonoResponse(
  context: Context,
  request: HonoRequest,
  response: AdapterResponse,
): Response {
  const { status, headers } = response
  const isOnNode = request instanceof NodeRequest
  const content = contentOf(response, isOnNode ? unwatched : request)
  if (isOnNode) closeGracefully(request, response.close)
  // Hono hands a single header on as it is, and makes no Request for it.
  if (headers === jsonHeaders) return context.newResponse(content, status as 200, json())
  // First in its chain: no header was set through `c` that the response would have to carry.
  if (context.req.routeIndex === 0) {
    return new Response(content, { status, headers: toInit(headers) })
  }
  for (const [name, value] of headers) {
    context.header(name, value, { append: isList(name) })
  }
  return context.newResponse(content, status as 200)
}

const unwatched: StreamWatch = {}

/** Adds to a header that another middleware has set. */
function isList(name: string): boolean {
  return name === 'set-cookie' || name === 'vary'
}

function contentOf({ body }: AdapterResponse, watch: StreamWatch): Content {
  if (typeof body === 'object' && !(body instanceof Uint8Array)) return toReadable(body, watch)
  watch.onEnd?.()
  return (body ?? null) as Content
}

// A literal, and no look into the list: each of those costs more than all of this.
const json = (): Record<string, string> => ({ 'content-type': jsonType })
const jsonType = jsonHeaders[0]![1]

/** A plain record, which @hono/node-server hands on as it is; pairs where a name repeats. */
function toInit(headers: AdapterResponse['headers']): Record<string, string> | [string, string][] {
  const record: Record<string, string> = {}
  for (const [name, value] of headers) {
    if (name in record) return headers as [string, string][]
    record[name] = value
  }
  return record
}
