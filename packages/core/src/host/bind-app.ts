import type { App, HandleOptions } from '../contract/app.ts'
import { checkEnv } from './check-env.ts'
import type { AdapterRequest, AdapterResponse } from '../contract/adapter-types.ts'
import { isEqual } from './is-equal.ts'
import { canonicalBasePath } from '../http/path.ts'
import type { Schema } from '../contract/schema.ts'
import type { Awaitable } from '../async/awaitable.ts'
import { type AdapterOptions, createServices, type ServiceScopes } from './services.ts'
import { assertCount, isObject } from '../errors/assertions.ts'
import { withTimeout } from '../async/with-timeout.ts'

/** An app with its services, ready for one host. */
export interface BoundApp extends Pick<App, 'refuse' | 'report'> {
  /** Lets `close` wait for work that goes on after an answer; it never rejects. */
  readonly track: (promise: Promise<unknown>) => void
  /** Opens services and runs the app, synchronously where no step waits. `undefined` where the next handler of the host should answer. Never rejects. */
  readonly handle: (
    request: AdapterRequest,
    env?: unknown,
  ) => Awaitable<AdapterResponse | undefined>
  /** Validates env and makes the process services ahead of the first request; rejects with a readable error. */
  readonly ready: (env?: unknown) => Promise<void>
  /** From now on readiness answers 503 `draining`. */
  readonly drain: () => void
  /**
   * Waits for the work that goes on after answers, then disposes the process services; what takes
   * longer than `timeoutMs` in all is logged and left. @default 10_000
   */
  readonly close: (options?: { readonly timeoutMs?: number }) => Promise<void>
}

type AnyOptions = Partial<AdapterOptions<Readonly<Record<string, unknown>>, Schema>>

/**
 * Joins an app to an adapter's options. Process services are made once; with an `env` schema once
 * for each environment that validates to another value.
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
  // What is no object, as in tests, is looked up by its value each time.
  let known = new WeakMap<object, ServiceSet>()
  const logError = (error: unknown): void => {
    app.report(error, 'a service failed')
  }
  let draining = false
  let closes = 0
  // What nearly all requests come with: the one environment of a process, or of an isolate.
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
      // Others wait for it too, and a Worker forgets the work of a request whose client has left.
      keep?.(set.opening.catch(() => undefined))
    }
    await set.opening
    // Closed meanwhile: what was made is gone.
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
      set.options = { resolveServices: made.createScope, basePath, trustProxy, onNotFound, track }
    } catch (error) {
      // A failure is not kept: the next request tries again.
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

  const run = (request: AdapterRequest, given: HandleOptions): ReturnType<BoundApp['handle']> =>
    app.handle(request, draining ? { ...given, draining } : given)

  async function openAndRun(
    request: AdapterRequest,
    env: unknown,
  ): Promise<AdapterResponse | undefined> {
    try {
      const { options = {} } = await prepare(env, (promise) => request.waitUntil(promise))
      return await run(request, options)
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
    drain: () => {
      draining = true
    },
    handle: (request, env) => {
      const options = setOf(env)?.options
      return options ? run(request, options) : openAndRun(request, env)
    },
    close: async ({ timeoutMs = CLOSE_TIMEOUT } = {}) => {
      const end = performance.now() + timeoutMs
      const left = (): number => Math.max(0, end - performance.now())
      closes++
      last = undefined
      known = new WeakMap()
      // The rest is for the services.
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
/** More than these are made by mistake, and each may hold a pool of connections. */
const MOST_ENVIRONMENTS = 16
