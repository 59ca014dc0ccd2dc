import {
  type AdapterOptions,
  type App,
  bindApp,
  type BoundApp,
  type Schema,
} from '@gimbal/core/adapter'
import { FetchRequest } from './request.ts'
import type { FetchContext } from './platform.ts'
import { toResponse } from './response.ts'

type OnNotFound = 'respond' | 'next'

/** The options; optional if the app needs no services. */
export type FetchArguments<
  Services,
  EnvSchema extends Schema,
  Mode extends OnNotFound,
> = {} extends Services
  ? [options?: Partial<AdapterOptions<Services, EnvSchema>> & { readonly onNotFound?: Mode }]
  : [options: AdapterOptions<Services, EnvSchema> & { readonly onNotFound?: Mode }]

/** A fetch handler; `undefined` means that no route of the app matches. */
export interface FetchHandler<Mode extends OnNotFound = 'respond'> extends Pick<
  BoundApp,
  'ready' | 'drain' | 'close'
> {
  (
    request: Request,
    env?: unknown,
    context?: FetchContext,
  ): Promise<'next' extends Mode ? Response | undefined : Response>
}

/**
 * Makes a fetch handler of an app: for Deno, Bun, service workers and tests. The handler's second
 * argument reaches services only through an `env` schema, since hosts pass different things there.
 *
 * @example
 * export default { fetch: toFetch(app, { services: { db } }) }
 *
 * @example
 * const handle = toFetch(app, { env: Settings, services: { db } })
 * Deno.serve((request, info) =>
 *   handle(request, Deno.env.toObject(), { peer: info.remoteAddr.hostname }),
 * )
 */
export function toFetch<
  Services,
  EnvSchema extends Schema = never,
  Mode extends OnNotFound = 'respond',
>(
  app: App<unknown, Services>,
  ...[options]: FetchArguments<Services, EnvSchema, Mode>
): FetchHandler<Mode> {
  return createFetchHandler(app, options ?? {}, { isEnv: options?.env !== undefined })
}

/** Like `toFetch`, for an adapter that knows if the second argument is an environment. */
export function createFetchHandler<Mode extends OnNotFound>(
  app: Pick<App, 'handle' | 'refuse' | 'fail' | 'report'>,
  options: object,
  { isEnv }: { readonly isEnv: boolean },
): FetchHandler<Mode> {
  const host = bindApp(app, options)
  const { ready, drain, close, track } = host

  async function handle(
    request: Request,
    env?: unknown,
    context?: FetchContext,
  ): Promise<Response | undefined> {
    const adapterRequest = new FetchRequest(request, { env, context, track })
    const response = await host.handle(adapterRequest, isEnv ? env : undefined)
    if (!response) return undefined
    return toResponse(response, adapterRequest)
  }

  return Object.assign(handle, { ready, drain, close }) as FetchHandler<Mode>
}
