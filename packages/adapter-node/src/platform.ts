import type { IncomingMessage, ServerResponse } from 'node:http'
import { definePlatform, type Platform } from '@gimbal/core/adapter'

/** Node's own request and response. */
export interface NodePlatform {
  readonly req: IncomingMessage
  readonly res: ServerResponse
}

/**
 * Node's own request and response, or `undefined` if the app runs on another host.
 *
 * @example
 * const encrypted = fromNode(request)?.req.socket instanceof TLSSocket
 */
export function fromNode(request: { readonly platform: unknown }): NodePlatform | undefined {
  const { platform } = request
  return nodePlatform.isOwn(platform) ? (platform as NodePlatform) : undefined
}

export function createPlatform(req: IncomingMessage, res: ServerResponse): NodePlatform {
  return nodePlatform.mark({ req, res })
}

const nodePlatform: Platform = definePlatform('@gimbal/adapter-node')
