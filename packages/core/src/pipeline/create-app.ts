import { compileDispatch } from './dispatch.ts'
import { createLogger } from './logger.ts'
import type { RouteData } from '../contract/route.ts'
import type { Collect, Middleware, ServicesOf } from '../contract/types.ts'
import type { App, AppOptions } from '../contract/app.ts'

/**
 * Creates an app from a module of routes; an adapter runs it on a host.
 *
 * @example
 * import * as routes from './routes.ts'
 * export const app = createApp({ routes, use: [requestId(), log()] })
 */
export function createApp<
  const Routes extends Readonly<Record<string, RouteData>>,
  Layer extends Middleware<never> = Middleware,
>(options: AppOptions<Routes, Layer>): App<Routes, AppServices<Routes, Layer>> {
  const { routes } = options
  const logger = createLogger(options.log, options.onError)
  const { handle, refuse, fail } = compileDispatch(options, logger)
  return { routes, handle, refuse, fail, report: logger.report } as never
}

type AppServices<Routes, Layer> = Collect<
  { readonly '~services': ServicesOf<Routes> } | NeedsOf<Layer>
>
type NeedsOf<Layer> = Layer extends (
  request: never,
  services: infer Services,
  next: never,
) => unknown
  ? { readonly '~services': Services }
  : never
