import { type FetchContext, fromFetch } from '@gimbal/adapter-fetch'
import { definePlatform, type Platform } from '@gimbal/core/adapter'

/** The part of Workers' `ExecutionContext` that the adapter uses. */
export interface WorkerContext {
  waitUntil(promise: Promise<unknown>): void
}

/** The arguments of the Worker's `fetch` handler. */
export interface WorkerPlatform<Env = unknown, Context extends WorkerContext = WorkerContext> {
  readonly request: Request
  readonly env: Env
  readonly ctx: Context
}

/**
 * Returns the Worker's own objects if the request came through `toWorker`, else `undefined`.
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

/** Workers' context as the context of the fetch adapter. */
export class WorkerFetchContext implements FetchContext {
  readonly ctx: WorkerContext
  readonly #request: Request
  constructor(ctx: WorkerContext, request: Request) {
    this.ctx = ctx
    this.#request = request
  }

  get peer(): string | undefined {
    // Set by Cloudflare's edge, which overwrites a value sent by the client.
    return this.#request.headers.get('cf-connecting-ip') ?? undefined
  }

  waitUntil(promise: Promise<unknown>): void {
    this.ctx.waitUntil(promise)
  }
}

const workerPlatform: Platform = definePlatform('@gimbal/adapter-cloudflare')
workerPlatform.mark(WorkerFetchContext.prototype)
