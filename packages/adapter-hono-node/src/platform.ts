import { definePlatform, type Platform } from '@gimbal/core/adapter'
import type { Context, Env } from 'hono'

/**
 * Returns Hono's context if the request came through `toHono`, else `undefined`.
 *
 * @example
 * const session = fromHono<{ Variables: { session: Session } }>(request)?.get('session')
 */
export function fromHono<E extends Env = Env>(request: {
  readonly platform: unknown
}): Context<E> | undefined {
  const { platform } = request
  return honoPlatform.isOwn(platform)
    ? ((platform as { readonly context: unknown }).context as Context<E>)
    : undefined
}

/** Marks the class that holds Hono's context. */
export const honoPlatform: Platform = definePlatform('@gimbal/adapter-hono-node')
