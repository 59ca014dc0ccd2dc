import type { App, HandleOptions } from '../contract/app.ts'
import { checkEnv } from './check-env.ts'
import { createDrain } from './create-drain.ts'
import type { AdapterRequest, AdapterResponse } from '../contract/adapter-types.ts'
import { isEqual } from './is-equal.ts'
import { canonicalBasePath } from '../http/path.ts'
import type { Schema } from '../contract/schema.ts'
import type { Awaitable } from '../async/awaitable.ts'
import { type AdapterOptions, createServices, type ServiceScopes } from './services.ts'
import { assertCount, isObject } from '../errors/assertions.ts'
import { withTimeout } from '../async/with-timeout.ts'

/** An app with its services on one host. */
export interface BoundApp extends Pick<App, 'refuse' | 'report'> {
  /** Makes `close` wait for a promise, which must not reject: work that continues after a response. */
  readonly track: (promise: Promise<unknown>) => void
  /**
   * Creates the services and runs the app; synchronous if no step returns a promise. Returns
   * `undefined` if the host's next handler should respond. Never rejects.
   */
  readonly handle: (
    request: AdapterRequest,
    env?: unknown,
  ) => Awaitable<AdapterResponse | undefined>
  /** Validates env and creates the process services before the first request. Rejects if that fails. */
  readonly ready: (env?: unknown) => Promise<void>
  /** Makes readiness respond with 503 `draining` from now on. */
  readonly drain: () => void
  /**
   * Waits for work that continues after responses, then disposes the process services. Logs anything
   * unfinished after `timeoutMs` in total. @default 10_000
   */
  readonly close: (options?: { readonly timeoutMs?: number }) => Promise<void>
}

type AnyOptions = Partial<AdapterOptions<Readonly<Record<string, unknown>>, Schema>>

/**
 * Binds an app to an adapter's options. Process services are created once or, with an `env` schema,
 * once per distinct validated environment.
 */
export function bindApp(
  app: Pick<App, 'handle' | 'refuse' | 'fail' | 'report'>,
  given?: object,
): BoundApp {
  const options = (given ?? {}) as AnyOptions
  const { services = {}, env: schema, onNotFound, trustProxy = 0 } = options
  const basePath = canonicalBasePath(options.basePath ?? '')
  assertCount('trustProxy', trustProxy)
  const pending = new Set<Promise<unknown>>()
  const sets: ServiceSet[] = []
  // An environment that is not an object, as in tests, is validated and compared on each request.
  let known = new WeakMap<object, ServiceSet>()
  const logError = (error: unknown): void => {
    app.report(error, 'a service failed')
  }
  const { drain, begin } = createDrain()
  let closes = 0
  // Fast path for nearly all requests: a process or an isolate has one environment.
  let last: ServiceSet | undefined
  let lastEnv: unknown

  const track = (promise: Promise<unknown>): void => {
    pending.add(promise)
    void promise.finally(() => pending.delete(promise))
  }

  function setOf(env: unknown): ServiceSet | undefined {
    if (last && (!schema || env === lastEnv)) return last
    return schema && isObject(env) ? known.get(env) : undefined
  }

  async function prepare(env: unknown, keep?: AdapterRequest['waitUntil']): Promise<ServiceSet> {
    const value = schema ? await checkEnv(schema, env) : (env ?? {})
    let set = sets.find((each) => !schema || isEqual(each.value, value))
    if (!set) {
      set = { value, options: undefined, services: undefined, opening: undefined }
      if (sets.push(set) > 1) warnOfEnvironments(sets.length)
    }
    if (!set.opening) {
      set.opening = openSet(set)
      // Other requests wait for it too, and a Worker cancels the work of a disconnected client.
      keep?.(set.opening.catch(() => undefined))
    }
    await set.opening
    // Closed meanwhile: these services are disposed, so create them again.
    if (!sets.includes(set)) return prepare(env, keep)
    if (isObject(env)) known.set(env, set)
    last = set
    lastEnv = env
    return set
  }

  async function openSet(set: ServiceSet): Promise<void> {
    const before = closes
    try {
      const made = await createServices(services, { env: set.value, onError: logError, track })
      if (closes > before) {
        await made.close(CLOSE_TIMEOUT)
        throw new Error('closed before its services were made')
      }
      set.services = made
      set.options = {
        resolveServices: made.createScope,
        basePath,
        trustProxy,
        onNotFound,
        track,
        drain,
      }
    } catch (error) {
      // Forget a failure: the next request tries again.
      if (sets.includes(set)) sets.splice(sets.indexOf(set), 1)
      throw error
    }
  }

  function warnOfEnvironments(count: number): void {
    if (count === 2) {
      app.report(undefined, 'a second environment: its services are made once more', 'warn')
    }
    if (count <= MOST_ENVIRONMENTS) return
    sets.pop()
    throw new Error(
      `environments validate to more than ${MOST_ENVIRONMENTS} values: the env schema should name settings alone, and nothing that each request brings`,
    )
  }

  async function openAndRun(
    request: AdapterRequest,
    env: unknown,
  ): Promise<AdapterResponse | undefined> {
    try {
      const { options = {} } = await prepare(env, (promise) => request.waitUntil(promise))
      return await app.handle(request, options)
    } catch (error) {
      return app.fail(request, error)
    }
  }

  async function settle(timeoutMs: number): Promise<void> {
    const all = async (): Promise<boolean> => {
      while (pending.size > 0) await Promise.allSettled(pending)
      return true
    }
    if (await withTimeout(all(), timeoutMs, () => false)) return
    app.report(undefined, `closed while work of waitUntil was still going on: ${pending.size}`)
  }

  return {
    refuse: app.refuse,
    report: app.report,
    track,
    ready: async (env) => void (await prepare(env)),
    drain: begin,
    handle: (request, env) => {
      const options = setOf(env)?.options
      return options ? app.handle(request, options) : openAndRun(request, env)
    },
    close: async ({ timeoutMs = CLOSE_TIMEOUT } = {}) => {
      const end = performance.now() + timeoutMs
      const left = (): number => Math.max(0, end - performance.now())
      closes++
      last = undefined
      known = new WeakMap()
      // The remaining time is for the services.
      await settle(0.75 * timeoutMs)
      await Promise.all(sets.splice(0).map(async (set) => set.services?.close(left())))
    },
  }
}

interface ServiceSet {
  /** The validated environment. */
  readonly value: unknown
  services: ServiceScopes | undefined
  options: HandleOptions | undefined
  opening: Promise<void> | undefined
}

const CLOSE_TIMEOUT = 10_000
/** More are a mistake, and each may hold a connection pool. */
const MOST_ENVIRONMENTS = 16
