import {
  type AdapterOptions,
  type App,
  createHost,
  type Host,
  type Schema,
} from '@gimbal/core/adapter'
import { FetchRequest } from './fetch-request.ts'
import type { FetchContext } from './from-fetch.ts'
import { toResponse } from './response.ts'

type Unmatched = 'answer' | 'next'

/** The options, which may be left out where no services are needed. */
export type FetchArguments<
  Services,
  EnvSchema extends Schema,
  Mode extends Unmatched,
> = {} extends Services
  ? [options?: Partial<AdapterOptions<Services, EnvSchema>> & { readonly unmatched?: Mode }]
  : [options: AdapterOptions<Services, EnvSchema> & { readonly unmatched?: Mode }]

/** A fetch host's handler; `undefined` means "not mine". */
export interface FetchHandler<Mode extends Unmatched = 'answer'> extends Pick<
  Host,
  'ready' | 'drain' | 'close'
> {
  (
    request: Request,
    env?: unknown,
    context?: FetchContext,
  ): Promise<'next' extends Mode ? Response | undefined : Response>
}

/**
 * Makes a fetch handler of an app: for Deno, Bun, service workers and tests.
 *
 * @example
 * export default { fetch: toFetch(app, { services: { db } }) }
 */
export function toFetch<
  Services,
  EnvSchema extends Schema = never,
  Mode extends Unmatched = 'answer',
>(
  app: App<unknown, Services>,
  ...[options]: FetchArguments<Services, EnvSchema, Mode>
): FetchHandler<Mode> {
  const host = createHost(app, options)
  const pending = new Set<Promise<unknown>>()
  const track = (promise: Promise<unknown>): void => {
    pending.add(promise)
    const forget = (): boolean => pending.delete(promise)
    promise.then(forget, forget)
  }

  async function handle(
    request: Request,
    env?: unknown,
    context?: FetchContext,
  ): Promise<Response | undefined> {
    const ours = new FetchRequest(request, { env, context, track })
    const response = await host.handle(ours, env)
    if (!response) return undefined
    return toResponse(response, ours)
  }

  async function close(): Promise<void> {
    await Promise.allSettled(pending)
    await host.close()
  }

  const { ready, drain } = host
  return Object.assign(handle, { ready, drain, close }) as FetchHandler<Mode>
}
