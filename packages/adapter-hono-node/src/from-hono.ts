import type { Context, Env } from 'hono'

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

/** A class, so that `fromHono` knows it from another host's objects. */
export class HonoPlatform {
  readonly context: Context
  constructor(context: Context) {
    this.context = context
  }
}
