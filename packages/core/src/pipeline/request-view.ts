import { clientIp } from '../http/client-ip.ts'
import { readCookies } from '../http/cookies.ts'
import { Query } from '../http/query.ts'
import type { LogFields } from '../contract/log.ts'
import type { HeaderReader, RawParams } from '../contract/types.ts'
import type { Exchange, OpenRequest } from './exchange.ts'
import { requestFields } from './logger.ts'
import { readBodyAs, readers } from './read-body.ts'

// Registered, so that the middleware of another copy of this package finds it too.
const EXCHANGE = Symbol.for('@gimbal/core: exchange')

/**
 * The request that handlers, guards and middleware see. The getters are on the prototype, so unused
 * ones cost nothing; methods are closures, so destructuring works.
 */
export class RequestView implements OpenRequest {
  readonly #exchange: Exchange
  readonly method: string
  readonly path: string
  readonly basePath: string
  params: RawParams
  query: Query
  declare body?: unknown
  #headers: HeaderReader | undefined
  #cookies: ReadonlyMap<string, string> | undefined
  #id: string | undefined
  #json: Promise<unknown> | undefined
  #text: Promise<string> | undefined

  constructor(exchange: Exchange) {
    const { path, basePath, params, query } = exchange.found
    this.#exchange = exchange
    this.method = exchange.incoming.method
    this.path = path
    this.basePath = basePath
    this.params = params
    this.query = query ? new Query(query) : noQuery
    exchange.request = this
  }

  static {
    const get = function (this: RequestView): Exchange {
      return this.#exchange
    }
    Object.defineProperty(RequestView.prototype, EXCHANGE, { get })
  }

  get headers(): HeaderReader {
    const { incoming } = this.#exchange
    return (this.#headers ??= { get: (name) => incoming.header(name.toLowerCase()) })
  }
  set headers(validated: HeaderReader) {
    this.#headers = validated
  }
  get cookies(): ReadonlyMap<string, string> {
    return (this.#cookies ??= readCookies(this.#exchange.incoming.header('cookie')))
  }
  get client(): { readonly ip: string | undefined } {
    const { incoming, options } = this.#exchange
    return {
      ip: clientIp(incoming.peer, incoming.header('x-forwarded-for'), options.trustProxy),
    }
  }
  get signal(): AbortSignal {
    return this.#exchange.signal
  }
  get platform(): unknown {
    return this.#exchange.incoming.platform
  }
  get operation(): string | undefined {
    return this.#exchange.found.route?.operation
  }
  get route(): string | undefined {
    return this.#exchange.found.route?.path
  }
  get reply(): unknown {
    return this.#exchange.reply
  }
  get id(): string {
    return (this.#id ??= createId(this.#exchange))
  }
  get waitUntil(): (promise: Promise<unknown>) => void {
    const exchange = this.#exchange
    return (promise) => {
      const settled = Promise.resolve(promise).catch((error: unknown) => {
        exchange.app.logger.failed(error, exchange, 'work after the response failed')
      })
      exchange.options.track?.(settled)
      exchange.incoming.waitUntil(settled)
    }
  }
  get log(): (message: string, fields?: LogFields) => void {
    const exchange = this.#exchange
    return (message, { level = 'info', subject, time: _, ...fields } = {}) => {
      const about = requestFields(exchange)
      // Fields may contain client data, so of the standard fields they only replace the subject.
      const own = { level, message, ...about, subject: subject ?? about.subject }
      exchange.app.logger.write({ ...own, ...fields, ...own })
    }
  }
  get bytes(): () => Promise<Uint8Array> {
    return () => readBodyAs(this.#exchange, readers.bytes) as Promise<Uint8Array>
  }
  get text(): () => Promise<string> {
    return () => (this.#text ??= readBodyAs(this.#exchange, readers.text) as Promise<string>)
  }
  get json(): () => Promise<unknown> {
    return () => (this.#json ??= readBodyAs(this.#exchange, readers.json))
  }
}

/**
 * Returns the internal state of a request, for adapters and middleware that need more than handlers.
 *
 * @example
 * const { drain } = exchangeOf(request).options
 */
export function exchangeOf(request: object): Exchange {
  const exchange = (request as Record<symbol, Exchange | undefined>)[EXCHANGE]
  if (exchange) return exchange
  throw new TypeError('expected the request; got a copy')
}

const noQuery = new Query('')

/** Returns true if a name belongs to the request, so that no guard may have it. */
export function isReserved(name: string): boolean {
  return name in RequestView.prototype || OWN_FIELDS.has(name)
}

const OWN_FIELDS: ReadonlySet<string> = new Set<keyof RequestView>([
  'basePath',
  'body',
  'method',
  'params',
  'path',
  'query',
])

function createId({ incoming, app }: Exchange): string {
  const given = (app.trustRequestId && incoming.header('x-request-id')) || ''
  return /^[\w.-]{1,64}$/.test(given) ? given : crypto.randomUUID()
}
