import { definePlatform, type Platform } from '@gimbal/core/adapter'

/** What a host passes beside the request; Workers' `ExecutionContext` fits. */
export interface FetchContext {
  /** Keeps the process alive for work that continues after the response. */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined
  /** The client's address, if the host knows it reliably. */
  readonly peer?: string | undefined
}

/** The host's own objects of a request. */
export interface FetchPlatform<Env = unknown> {
  readonly request: Request
  readonly env: Env
  readonly context: FetchContext | undefined
}

/**
 * Returns the host's own objects if the request came through `toFetch`, else `undefined`.
 *
 * @example
 * const country = fromFetch(request)?.request.headers.get('cf-ipcountry')
 */
export function fromFetch<Env = unknown>(request: {
  readonly platform: unknown
}): FetchPlatform<Env> | undefined {
  const { platform } = request
  return fetchPlatform.isOwn(platform) ? (platform as FetchPlatform<Env>) : undefined
}

export class RequestPlatform implements FetchPlatform {
  readonly request: Request
  readonly env: unknown
  readonly context: FetchContext | undefined
  constructor(request: Request, env: unknown, context: FetchContext | undefined) {
    this.request = request
    this.env = env
    this.context = context
  }
}

const fetchPlatform: Platform = definePlatform('@gimbal/adapter-fetch')
fetchPlatform.mark(RequestPlatform.prototype)
