import { createFetchHandler, type FetchArguments, type FetchHandler } from '@gimbal/adapter-fetch'
import type { App, Schema } from '@gimbal/core/adapter'
import { type WorkerContext, WorkerFetchContext } from './platform.ts'

/** The `fetch` part of a Worker's default export. */
export interface WorkerHandler<Mode extends 'respond' | 'next' = 'respond'> {
  readonly fetch: (
    request: Request,
    env: unknown,
    ctx: WorkerContext,
  ) => ReturnType<FetchHandler<Mode>>
}

/**
 * Makes a Worker of an app: a plain object, to which you can add other handlers.
 *
 * @example
 * export default { ...toWorker(app, { services: { db } }), scheduled }
 */
export function toWorker<
  Services,
  EnvSchema extends Schema = never,
  Mode extends 'respond' | 'next' = 'respond',
>(
  app: App<unknown, Services>,
  ...[options = {}]: FetchArguments<Services, EnvSchema, Mode>
): WorkerHandler<Mode> {
  // An isolate has one set of bindings, but in a Durable Object each request may bring a new object
  // with them (workerd#4305).
  const handle = createFetchHandler<Mode>(app, options, { isEnv: true })
  return {
    fetch: (request, env, ctx) => handle(request, env, new WorkerFetchContext(ctx, request)),
  }
}
