import type { App, HandleOptions } from './app.ts'
import type { HostRequest, HostResponse } from './host-types.ts'
import { canonicalMount } from './path.ts'
import { problemResponse } from './response.ts'
import { seal } from './gate.ts'
import type { Awaitable, Schema } from './schema.ts'
import { type AdapterOptions, openServices, type OpenServices } from './services.ts'
import { checkCount } from './value.ts'

/** An app with its services, ready for one host. */
export interface Host {
  /** Opens services, runs the app, at once where nothing is to be waited for. `undefined` where it is not ours. Never rejects. */
  readonly handle: (request: HostRequest, env?: unknown) => Awaitable<HostResponse | undefined>
  /** Validates env and makes the process services ahead of the first request; rejects with a readable error. */
  readonly ready: (env?: unknown) => Promise<void>
  /** From now on readiness answers 503 `draining`. */
  readonly drain: () => void
  /** Waits for the work that goes on after answers, then disposes the process services. */
  readonly close: () => Promise<void>
}

type AnyOptions = Partial<AdapterOptions<Readonly<Record<string, unknown>>, Schema>>

/** Joins an app to an adapter's options: everything per process is made here, once per env object. */
export function createHost(
  app: Pick<App<unknown, never>, 'handle' | 'report'>,
  given?: object,
): Host {
  const options = (given ?? {}) as AnyOptions
  const { services = {}, env: schema, unmatched } = options
  const mountPath = canonicalMount(options.mountPath ?? '')
  const { trustedHops = 0 } = options
  checkCount('trustedHops', trustedHops)
  const pending = new Set<Promise<unknown>>()
  const opened = new WeakMap<object, Bound>()
  const all = new Set<Bound>()
  const logError = (error: unknown): void => {
    app.report(error, 'a service failed')
  }
  let last: Bound | undefined
  let lastEnv: unknown
  let draining = false

  const track = (promise: Promise<unknown>): void => {
    pending.add(promise)
    void promise.finally(() => pending.delete(promise))
  }

  function bind(env: unknown): Bound {
    // Node has one environment for all requests.
    if (last && env === lastEnv) return last
    const key = typeof env === 'object' && env !== null ? env : noEnv
    let bound = opened.get(key)
    if (!bound) {
      bound = { services: undefined, options: undefined, opening: undefined }
      opened.set(key, bound)
      all.add(bound)
    }
    last = bound
    lastEnv = env
    return bound
  }

  async function open(bound: Bound, env: unknown): Promise<void> {
    const checked = schema ? await checkEnv(schema, env) : (env ?? noEnv)
    bound.services = await openServices(services, checked, logError)
    bound.options = { open: bound.services.open, mountPath, trustedHops, unmatched, track }
  }

  const ready = (env: unknown): Promise<void> => {
    const bound = bind(env)
    // A failure is not kept: the next request tries again.
    bound.opening ??= open(bound, env).catch((error: unknown) => {
      bound.opening = undefined
      throw error
    })
    return bound.opening
  }

  const run = (request: HostRequest, given: HandleOptions): ReturnType<Host['handle']> =>
    app.handle(request, draining ? { ...given, draining } : given)

  async function openAndRun(request: HostRequest, env: unknown): Promise<HostResponse | undefined> {
    try {
      await ready(env)
    } catch (error) {
      logError(error)
      const { method } = request
      return seal(problemResponse(500), { method, close: false })
    }
    return run(request, bind(env).options ?? {})
  }

  return {
    ready,
    drain: () => {
      draining = true
    },
    handle: (request, env) => {
      const { options } = bind(env)
      return options ? run(request, options) : openAndRun(request, env)
    },
    close: async () => {
      while (pending.size > 0) await Promise.allSettled(pending)
      for (const bound of all) {
        await bound.services?.close()
        bound.services = bound.options = bound.opening = undefined
      }
    },
  }
}

interface Bound {
  services: OpenServices | undefined
  options: HandleOptions | undefined
  opening: Promise<void> | undefined
}

const noEnv = {}

/** Names every variable that is wrong and prints no value. */
async function checkEnv(schema: Schema, env: unknown): Promise<unknown> {
  const result = await schema['~standard'].validate(env)
  if (!result.issues) return result.value
  const lines = result.issues.map(({ message, path = [] }) => {
    const name = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
    return `${name || 'env'}: ${message}`
  })
  throw new TypeError(`the environment is not what the app needs: ${lines.join('; ')}`)
}
