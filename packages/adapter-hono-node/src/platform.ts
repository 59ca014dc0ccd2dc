import type { Context, Env } from 'hono'
import { HonoPlatform } from './request.ts'

/**
 * Gives Hono's context of a request that came through `toHono`, else `undefined`.
 *
 * @example
 * const session = fromHono<{ Variables: { session: Session } }>(request)?.get('session')
 */
export function fromHono<E extends Env = Env>(request: {
  readonly platform: unknown
}): Context<E> | undefined {
  const { platform } = request
  return platform instanceof HonoPlatform ? (platform.context as Context<E>) : undefined
}
