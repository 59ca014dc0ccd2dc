import type { HandleOptions } from './app.ts'
import {
  adoptParsed,
  type BodyPlan,
  checkLength,
  checkMediaType,
  limited,
  noBytes,
  parseBody,
  readers,
} from './body.ts'
import { readCookies } from './cookies.ts'
import type { HostRequest } from './host-types.ts'
import { clientIp } from './ip.ts'
import type { Sink } from './log.ts'
import { Query } from './query.ts'
import type { BaseRequest, HeaderReader, RawParams } from './types.ts'

/** What one app and one adapter give a request before anything is read of it. */
export interface RequestContext {
  readonly bodyLimit: number
  readonly trustRequestId: boolean
  readonly sink: Sink
  readonly options: HandleOptions
}

interface Place {
  readonly path: string
  readonly query: string
  readonly mountPath: string
  readonly params: RawParams
}

/**
 * The request of handlers. Getters stand on the prototype and readers are getters that return a
 * closure, so that an unused one costs nothing and destructuring works.
 */
export class RequestState implements BaseRequest {
  /** The body has been read to its end, so that the connection can carry another request. */
  bodyRead = false
  // Only declared: the constructor and the steps of a route set them.
  declare readonly method: string
  declare readonly path: string
  declare readonly mountPath: string
  declare readonly host: HostRequest
  declare readonly context: RequestContext
  declare readonly params: RawParams
  declare readonly query: Query
  declare readonly headers: HeaderReader
  declare body: unknown
  declare bodyLimit: number
  declare operation: string | undefined
  declare reply: unknown
  #streamed = false
  #cookies: ReadonlyMap<string, string> | undefined
  #id: string | undefined
  #bytes: Promise<Uint8Array> | undefined
  #json: Promise<unknown> | undefined
  #text: Promise<string> | undefined

  constructor(host: HostRequest, place: Place, context: RequestContext) {
    this.method = host.method
    this.path = place.path
    this.mountPath = place.mountPath
    this.params = place.params
    this.query = new Query(place.query)
    this.headers = { get: (name) => host.header(name.toLowerCase()) }
    this.host = host
    this.context = context
    this.bodyLimit = context.bodyLimit
  }

  get cookies(): ReadonlyMap<string, string> {
    return (this.#cookies ??= readCookies(this.host.header('cookie')))
  }
  get client(): { readonly ip: string | undefined } {
    const { host, context } = this
    return { ip: clientIp(host.peer, host.header('x-forwarded-for'), context.options.trustedHops) }
  }
  get signal(): AbortSignal {
    return this.host.signal
  }
  get platform(): unknown {
    return this.host.platform
  }
  get id(): string {
    return (this.#id ??= idOf(this))
  }
  get waitUntil(): (promise: Promise<unknown>) => void {
    return (promise) => {
      const settled = promise.catch((error: unknown) => {
        this.context.sink.failed(error, this, 'work after the answer failed')
      })
      this.context.options.track?.(settled)
      this.host.waitUntil(settled)
    }
  }
  get bytes(): () => Promise<Uint8Array> {
    return () => this.#read(readers.bytes) as Promise<Uint8Array>
  }
  get text(): () => Promise<string> {
    return () => (this.#text ??= this.#read(readers.text) as Promise<string>)
  }
  get json(): () => Promise<unknown> {
    return () => (this.#json ??= this.#read(readers.json))
  }

  /** Takes the body as the route declares it, before the handler. */
  async take(plan: BodyPlan): Promise<void> {
    const { host, bodyLimit } = this
    checkMediaType(host, plan)
    checkLength(host, bodyLimit)
    this.#streamed = plan.kind === 'stream'
    const chunks = this.#streamed && host.hasBody ? host.streamBody() : []
    this.body = this.#streamed
      ? limited(chunks, bodyLimit, () => (this.bodyRead = true))
      : await this.#read(plan)
  }

  /** Puts validated values in the place of the raw ones. */
  refine(place: 'params' | 'query' | 'headers' | 'body', value: unknown): void {
    const refined = place === 'headers' ? { ...(value as object), get: this.headers.get } : value
    ;(this as Record<typeof place, unknown>)[place] = refined
  }

  // What the body is not is refused, and a second call gives the same.
  async #read(plan: BodyPlan): Promise<unknown> {
    // Beside a declared body a reader gives what was read: a signature is checked on its bytes.
    if (!this.#bytes) checkMediaType(this.host, plan)
    const parsed = this.host.parsedBody
    if (parsed) return adoptParsed(plan, parsed.value)
    if (this.#streamed) throw new TypeError('a streamed body has no reader')
    const bytes = await (this.#bytes ??= this.#readBytes())
    this.bodyRead ||= bytes !== noBytes
    return parseBody(plan, bytes)
  }

  #readBytes(): Promise<Uint8Array> {
    const { host, method } = this
    // Content of GET and HEAD means nothing (RFC 9110 §9.3.1): the host drops it.
    const isDropped = method === 'GET' || method === 'HEAD' || !host.hasBody
    return isDropped ? Promise.resolve(noBytes) : host.readBody(this.bodyLimit)
  }
}

function idOf({ host, context }: RequestState): string {
  const given = (context.trustRequestId && host.header('x-request-id')) || ''
  return /^[\w.-]{1,64}$/.test(given) ? given : crypto.randomUUID()
}
