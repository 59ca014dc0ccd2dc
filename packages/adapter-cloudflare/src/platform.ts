import { type FetchContext, fromFetch } from '@gimbal/adapter-fetch'
import { definePlatform, type Platform } from '@gimbal/core/adapter'

/** The slice of Workers' `ExecutionContext` that we call. */
export interface WorkerContext {
  waitUntil(promise: Promise<unknown>): void
}

/** What the runtime handed to the Worker. */
export interface WorkerPlatform<Env = unknown, Context extends WorkerContext = WorkerContext> {
  readonly request: Request
  readonly env: Env
  readonly ctx: Context
}

/**
 * Gives the Worker's own objects of a request that came through `toWorker`, else `undefined`.
 *
 * @example
 * const stored = await fromWorker<Env>(request)?.env.CACHE.get(key)
 */
export function fromWorker<Env = unknown, Context extends WorkerContext = WorkerContext>(request: {
  readonly platform: unknown
}): WorkerPlatform<Env, Context> | undefined {
  const found = fromFetch<Env>(request)
  if (!found || !workerPlatform.isOwn(found.context)) return undefined
  const { ctx } = found.context as WorkerFetchContext
  return { request: found.request, env: found.env, ctx: ctx as Context }
}

/** Workers' context in the form that the fetch adapter takes. */
export class WorkerFetchContext implements FetchContext {
  readonly ctx: WorkerContext
  readonly #request: Request
  constructor(ctx: WorkerContext, request: Request) {
    this.ctx = ctx
    this.#request = request
  }

  get peer(): string | undefined {
    // Set by Cloudflare's edge, which overwrites what the client sent.
    return this.#request.headers.get('cf-connecting-ip') ?? undefined
  }

  waitUntil(promise: Promise<unknown>): void {
    this.ctx.waitUntil(promise)
  }
}

const workerPlatform: Platform = definePlatform('@gimbal/adapter-cloudflare')
workerPlatform.mark(WorkerFetchContext.prototype)
