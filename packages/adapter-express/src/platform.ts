import { fromNode } from '@gimbal/adapter-node'
import type { Request, Response } from 'express'

/** Express's own request and response. */
export interface ExpressPlatform {
  readonly req: Request
  readonly res: Response
}

/**
 * Express's own request and response, or `undefined` if the app runs on another host.
 *
 * @example
 * const session = fromExpress(request)?.req.session
 */
export function fromExpress(request: { readonly platform: unknown }): ExpressPlatform | undefined {
  const platform = fromNode(request)
  // On plain node:http the two objects lack Express's prototypes.
  return platform && 'app' in platform.req ? (platform as ExpressPlatform) : undefined
}
