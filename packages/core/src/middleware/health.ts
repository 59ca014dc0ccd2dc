import { coreError, type HttpError } from '../errors/http-error.ts'
import { exchangeOf } from '../pipeline/request-view.ts'
import { route, type Route } from '../contract/route.ts'
import type { Schema } from '../contract/schema.ts'
import type { Awaitable } from '../async/awaitable.ts'
import { problem, trustSchema } from '../contract/declarations.ts'
import type { Collect, Problem } from '../contract/types.ts'
import { waitFor } from '../async/wait-for.ts'
import { withTimeout } from '../async/with-timeout.ts'

type Check = (services: never) => Awaitable<unknown>
type Checks = Readonly<Record<string, Check>>

export interface HealthOptions<Named = Checks> {
  /** Checks that must pass before traffic is sent here; one that throws or takes too long fails. */
  readonly checks?: Named
  /** How long a check may take, in milliseconds. @default 1000 */
  readonly timeoutMs?: number
  /** How long a result is cached, in milliseconds. @default 1000 */
  readonly cacheMs?: number
}

type Live = Route<
  { method: 'GET'; path: '/health/live'; input: {}; responses: { readonly 200: { status: 'ok' } } },
  {}
>
type Ready<Services> = Route<
  {
    method: 'GET'
    path: '/health/ready'
    input: {}
    responses: {
      readonly 200: { status: 'ready' }
      readonly 503: Problem<'unavailable' | 'draining'>
    }
  },
  Services
>

/**
 * Creates two routes for load balancers: `/health/live` runs no checks, `/health/ready` runs them.
 *
 * @example
 * export const { healthLive, healthReady } = health({
 *   checks: { database: ({ db }: { db: Db }) => db.$queryRaw`SELECT 1` },
 * })
 */
export function health<Named extends Checks = {}>(
  options: HealthOptions<Named> = {},
): { readonly healthLive: Live; readonly healthReady: Ready<ServicesOfChecks<Named>> } {
  const check = checker(options)
  const healthLive = route({
    method: 'GET',
    path: '/health/live',
    responses: { 200: statusOf<'ok'>() },
    handler: ({ reply }) => reply(200, { status: 'ok' }, noStore),
  })
  const healthReady = route({
    method: 'GET',
    path: '/health/ready',
    responses: { 200: statusOf<'ready'>(), 503: problem('unavailable', 'draining') },
    handler: async (request, services: {}) => {
      // Set by the adapter when the server is shutting down.
      if (exchangeOf(request).options.drain?.isDraining) return request.reply(503, 'draining')
      await check(services)
      return request.reply(200, { status: 'ready' }, noStore)
    },
  })
  return { healthLive, healthReady: healthReady as never }
}

type ServicesOfChecks<Named> = Collect<{ readonly '~services': {} } | NeedsOf<Named[keyof Named]>>
type NeedsOf<Each> = Each extends (services: infer Services) => unknown
  ? { readonly '~services': Services }
  : never

const noStore = { headers: { 'cache-control': 'no-store' } }

function statusOf<Status extends string>(): Schema<{ status: Status }> {
  return trustSchema({
    '~standard': { version: 1, vendor: 'gimbal', validate: (value) => ({ value: value as never }) },
  })
}

/**
 * Returns a function that runs the checks, with a cache, because probes are frequent. A request
 * during a check waits for its result.
 */
function checker(options: HealthOptions): (services: unknown) => Promise<void> {
  const { checks = {}, timeoutMs = 1000, cacheMs = 1000 } = options
  let last: { readonly until: number; readonly error: HttpError | undefined } | undefined
  // With a time limit: a Worker cancels a check if the client that started it disconnects.
  let busyUntil = 0

  // Not Date.now(), which may be set back.
  const isFresh = (): boolean => last !== undefined && performance.now() < last.until

  const isBusy = (): boolean => performance.now() < busyUntil

  async function run(services: unknown): Promise<HttpError | undefined> {
    // 100 ms more, so that waiting requests see the result.
    busyUntil = performance.now() + timeoutMs + 100
    try {
      const all = Promise.all(Object.values(checks).map(async (each) => each(services as never)))
      await withTimeout(all, timeoutMs, () => {
        throw new Error(`a health check took longer than ${timeoutMs} ms`)
      })
      return undefined
    } catch (cause) {
      return coreError('unavailable', { cause })
    }
  }

  return async (services) => {
    // In a loop: of several waiting requests the first one may start a new check.
    while (!isFresh() && isBusy()) await waitFor(() => isFresh() || !isBusy(), timeoutMs + 100)
    if (isFresh()) {
      // The cause was logged when the check failed.
      if (last?.error) throw coreError('unavailable')
      return
    }
    const error = await run(services)
    busyUntil = 0
    last = { until: performance.now() + cacheMs, error }
    if (error) throw error
  }
}
