import type { AdapterRequest } from '../contract/adapter-types.ts'
import type { Out, Schema } from '../contract/schema.ts'
import type { Awaitable } from '../async/awaitable.ts'
import type { BaseRequest } from '../contract/types.ts'
import { withTimeout } from '../async/with-timeout.ts'

/** Created once per env and shared by all requests; `create` must not connect. Disposed at shutdown. */
export interface ProcessProvider<Value, Env> {
  readonly lifetime: 'process'
  readonly create: (env: Env) => Awaitable<Value>
  readonly dispose?: (value: Value) => Awaitable<void>
}

/** Created at a request's first access. Disposed after the response. */
export interface RequestProvider<Value, Env> {
  readonly lifetime: 'request'
  readonly create: (env: Env, request: BaseRequest) => Value
  readonly dispose?: (value: Value) => Awaitable<void>
}

export type Provider<Value, Env> = ProcessProvider<Value, Env> | RequestProvider<Value, Env>

/** The services that routes need, each as a value or a provider. */
export type Provided<Services, Env> = {
  readonly [Name in keyof Services]: [Services[Name]] extends [never]
    ? `routes disagree on the type of '${Name & string}'`
    : Plain<Services[Name]> | Provider<Services[Name], Env>
}
// `lifetime?: never` keeps the parameters of a provider's `create` typed if a service has a `create`.
type Plain<Value> = Value extends object ? Value & { readonly lifetime?: never } : Value

/** The options of every adapter. */
export interface AdapterOptions<Services, EnvSchema extends Schema = never> {
  /** Validates the host's environment, once per env object. */
  readonly env?: EnvSchema
  readonly services: Provided<Services, [EnvSchema] extends [never] ? {} : Out<EnvSchema>>
  /** @default '' */
  readonly basePath?: string
  /** The number of trusted proxies that append to X-Forwarded-For. @default 0 */
  readonly trustProxy?: number
  /** `'next'` passes requests without a route to the host's next handler. @default 'respond' */
  readonly onNotFound?: 'respond' | 'next'
}

/** The options argument, which is optional if no services are needed. */
export type AdapterArguments<Services, EnvSchema extends Schema> = {} extends Services
  ? [options?: Partial<AdapterOptions<Services, EnvSchema>>]
  : [options: AdapterOptions<Services, EnvSchema>]

/** The services of one env. */
export interface ServiceScopes {
  /** Returns the services of one request; always the same object if none is created per request. */
  readonly createScope: (request: BaseRequest, host: AdapterRequest) => unknown
  /** Disposes the process services in reverse order, within `timeoutMs` in total. */
  readonly close: (timeoutMs: number) => Promise<void>
}

type AnyProvider = Provider<unknown, unknown>

/** Creates the process services of one env, and a scope for each request. */
export async function createServices(
  provided: Readonly<Record<string, unknown>>,
  context: ServicesContext,
): Promise<ServiceScopes> {
  const { onError } = context
  const shared: Record<string, unknown> = {}
  const perRequest: [name: string, provider: RequestProvider<unknown, unknown>][] = []
  const disposals: (readonly [name: string, dispose: () => Awaitable<void>])[] = []
  const close = async (timeoutMs: number): Promise<void> => {
    const end = performance.now() + timeoutMs
    for (const [name, dispose] of disposals.splice(0).reverse()) {
      const left = Math.max(0, end - performance.now())
      const disposed = quietly(dispose, onError)
      await withTimeout(disposed, left, () => {
        onError(new Error(`service '${name}' was not disposed of within ${timeoutMs} ms`))
      })
    }
  }
  try {
    for (const [name, value] of Object.entries(provided)) {
      if (!isProvider(value)) shared[name] = value
      else if (value.lifetime === 'request') perRequest.push([name, value])
      else {
        const made = await create(name, value, context)
        shared[name] = made
        if (value.dispose) disposals.push([name, () => value.dispose?.(made)])
      }
    }
  } catch (error) {
    await close(CREATE_TIMEOUT)
    throw error
  }
  if (perRequest.length === 0) return { createScope: () => shared, close }
  const Scope = scopeClass(shared, perRequest, context)
  return { createScope: (request, host) => new Scope(request, host), close }
}

export interface ServicesContext {
  readonly env: unknown
  readonly onError: (error: unknown) => void
  /** Called with the promise of each disposal of a request service. */
  readonly track: (promise: Promise<unknown>) => void
}

const CREATE_TIMEOUT = 30_000

/** Creates a process service. If it comes after the time limit, it is disposed. */
async function create(
  name: string,
  { create, dispose }: ProcessProvider<unknown, unknown>,
  { env, onError }: ServicesContext,
): Promise<unknown> {
  const making = (async () => create(env))()
  return withTimeout(making, CREATE_TIMEOUT, () => {
    const late = async (): Promise<void> => dispose?.(await making)
    void quietly(late, onError)
    throw new Error(`service '${name}' was not made within ${CREATE_TIMEOUT / 1000} s`)
  })
}

/** Returns a class with a getter per service, so that unused services are not created. */
function scopeClass(
  shared: Record<string, unknown>,
  perRequest: readonly (readonly [string, RequestProvider<unknown, unknown>])[],
  context: ServicesContext,
): new (request: BaseRequest, host: AdapterRequest) => unknown {
  class Scope {
    readonly #request: BaseRequest
    readonly #host: AdapterRequest
    constructor(request: BaseRequest, host: AdapterRequest) {
      this.#request = request
      this.#host = host
    }
    static make(scope: Scope, name: string, provider: RequestProvider<unknown, unknown>): unknown {
      const value = provider.create(context.env, scope.#request)
      Object.defineProperty(scope, name, { value, enumerable: true })
      const { dispose } = provider
      if (dispose) {
        scope.#host.afterResponse(() => {
          const disposed = quietly(() => dispose(value), context.onError)
          context.track(disposed)
          return disposed
        })
      }
      return value
    }
  }
  Object.assign(Scope.prototype, shared)
  for (const [name, provider] of perRequest) {
    Object.defineProperty(Scope.prototype, name, {
      get(this: Scope) {
        return Scope.make(this, name, provider)
      },
      enumerable: true,
    })
  }
  return Scope
}

async function quietly(
  task: () => Awaitable<void>,
  onError: (error: unknown) => void,
): Promise<void> {
  try {
    await task()
  } catch (error) {
    onError(error)
  }
}

function isProvider(value: unknown): value is AnyProvider {
  if (typeof value !== 'object' || value === null || !('lifetime' in value)) return false
  const { lifetime } = value
  return lifetime === 'process' || lifetime === 'request'
}
