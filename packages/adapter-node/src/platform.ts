import type { IncomingMessage, ServerResponse } from 'node:http'

/** Node's own objects of a request. */
export interface NodePlatform {
  readonly req: IncomingMessage
  readonly res: ServerResponse
}

/**
 * Node's own request and response, or `undefined` where the app runs on another host.
 *
 * @example
 * const encrypted = fromNode(request)?.req.socket instanceof TLSSocket
 */
export function fromNode(request: { readonly platform: unknown }): NodePlatform | undefined {
  const { platform } = request
  return typeof platform === 'object' && platform !== null && brand in platform
    ? (platform as unknown as NodePlatform)
    : undefined
}

export function createPlatform(req: IncomingMessage, res: ServerResponse): NodePlatform {
  const platform = { req, res, [brand]: true }
  return platform
}

// Registered, so that two copies of this package know each other's; a Hono context has `req` and
// `res` too, so their names prove nothing.
const brand = Symbol.for('@gimbal/adapter-node')
