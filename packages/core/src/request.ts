import { adoptParsed, type BodyPlan, checkMediaType, noBytes, parseBody, readers } from './body.ts'
import { readCookies } from './cookies.ts'
import type { HostRequest } from './host-types.ts'
import { clientIp } from './ip.ts'
import type { Sink } from './log.ts'
import { Query } from './query.ts'
import type { Endpoint, Match } from './router.ts'
import { paramsOf } from './router.ts'
import type { BaseRequest, HeaderReader, RawParams } from './types.ts'

/** What one app, one adapter and the target give a request before anything is read of it. */
export interface RequestContext {
  readonly bodyLimit: number
  readonly trustRequestId: boolean
  readonly sink: Sink
  readonly trustedHops: number
  readonly draining: boolean
  readonly track: ((promise: Promise<unknown>) => void) | undefined
}

interface Place {
  readonly path: string
  readonly query: string
  readonly mountPath: string
}

/**
 * The request of handlers. Getters stand on the prototype and readers are getters that return a
 * closure, so that an unused one costs nothing and destructuring works.
 */
export class RequestState implements BaseRequest {
  readonly method: string
  readonly path: string
  readonly mountPath: string
  readonly host: HostRequest
  readonly context: RequestContext
  bodyLimit: number
  operation: string | undefined = undefined
  /** The body was given away as a stream. */
  streamed = false
  /** The body has been read to its end, so that the connection can carry another request. */
  bodyRead = false
  body: unknown = undefined
  reply: unknown = undefined
  #rawQuery: string
  #query: unknown = undefined
  #match:
    { readonly names: readonly string[]; readonly values: Match<unknown>['values'] } | undefined =
    undefined
  #params: unknown = undefined
  #headers: (HeaderReader & object) | undefined = undefined
  #cookies: ReadonlyMap<string, string> | undefined = undefined
  #id: string | undefined = undefined
  #bytes: Promise<Uint8Array> | undefined = undefined
  #json: Promise<unknown> | undefined = undefined
  #text: Promise<string> | undefined = undefined

  constructor(host: HostRequest, place: Place, context: RequestContext) {
    this.method = host.method
    this.path = place.path
    this.mountPath = place.mountPath
    this.#rawQuery = place.query
    this.host = host
    this.context = context
    this.bodyLimit = context.bodyLimit
  }

  matched(endpoint: Endpoint<unknown>, values: Match<unknown>['values']): void {
    this.#match = { names: endpoint.names, values }
  }

  /** Puts validated values in the place of the raw ones. */
  refine(place: 'params' | 'query' | 'headers' | 'body', value: unknown): void {
    if (place === 'body') this.body = value
    else if (place === 'params') this.#params = value
    else if (place === 'query') this.#query = value
    else this.#headers = Object.assign(new Reader(this.host), value)
  }

  get params(): RawParams {
    return (this.#params ??= this.#match
      ? paramsOf(this.#match.names, this.#match.values)
      : {}) as RawParams
  }
  get query(): Query {
    return (this.#query ??= new Query(this.#rawQuery)) as Query
  }
  get headers(): HeaderReader {
    return (this.#headers ??= new Reader(this.host))
  }
  get cookies(): ReadonlyMap<string, string> {
    return (this.#cookies ??= readCookies(this.host.header('cookie')))
  }
  get client(): { readonly ip: string | undefined } {
    const { host, context } = this
    return { ip: clientIp(host.peer, host.header('x-forwarded-for'), context.trustedHops) }
  }
  get signal(): AbortSignal {
    return this.host.signal
  }
  get platform(): unknown {
    return this.host.platform
  }
  get id(): string {
    return (this.#id ??= this.#inboundId() ?? crypto.randomUUID())
  }
  get waitUntil(): (promise: Promise<unknown>) => void {
    return (promise) => {
      const settled = promise.then(
        () => undefined,
        (error: unknown) => this.context.sink.failed(error, this, 'work after the answer failed'),
      )
      this.context.track?.(settled)
      this.host.waitUntil(settled)
    }
  }
  get bytes(): () => Promise<Uint8Array> {
    return () => this.read(readers.bytes) as Promise<Uint8Array>
  }
  get text(): () => Promise<string> {
    return () => (this.#text ??= this.read(readers.text) as Promise<string>)
  }
  get json(): () => Promise<unknown> {
    return () => (this.#json ??= this.read(readers.json))
  }

  /** Reads the body whole, by a plan: what it is not is refused, and a second call gives the same. */
  async read(plan: BodyPlan): Promise<unknown> {
    // Beside a declared body a reader gives what was read: a signature is checked on its bytes.
    if (!this.#bytes) checkMediaType(this.host, plan)
    const parsed = this.host.parsedBody
    if (parsed) return adoptParsed(plan, parsed.value)
    return parseBody(plan, await this.#readBytes())
  }

  #readBytes(): Promise<Uint8Array> {
    if (this.streamed) throw new TypeError('the body is a stream: it has no other reader')
    return (this.#bytes ??= this.#take())
  }

  async #take(): Promise<Uint8Array> {
    const { host } = this
    // Content of GET and HEAD means nothing (RFC 9110 §9.3.1): the host drops it.
    if (host.method === 'GET' || host.method === 'HEAD' || !host.hasBody) return noBytes
    const bytes = await host.readBody(this.bodyLimit)
    this.bodyRead = true
    return bytes
  }

  #inboundId(): string | undefined {
    if (!this.context.trustRequestId) return undefined
    const given = this.host.header('x-request-id')
    return given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : undefined
  }
}

class Reader implements HeaderReader {
  readonly #host: HostRequest
  constructor(host: HostRequest) {
    this.#host = host
  }
  get get(): (name: string) => string | undefined {
    return (name) => this.#host.header(name.toLowerCase())
  }
}
