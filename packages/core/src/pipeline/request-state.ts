import type { HandleOptions } from '../contract/app.ts'
import {
  acceptParsed,
  type BodyReader,
  checkLength,
  checkMediaType,
  limitStream,
  noBytes,
  parseBody,
  readers,
} from './body.ts'
import { readCookies } from '../http/cookies.ts'
import { HttpError, isHttpError } from '../errors/http-error.ts'
import { type ProblemIssue } from '../errors/limit-issues.ts'
import type { AdapterRequest } from '../contract/adapter-types.ts'
import { clientIp } from '../http/client-ip.ts'
import { requestFields, type Logger } from './logger.ts'
import { type LogFields } from '../contract/log.ts'
import { Query } from '../http/query.ts'
import type { SchemaResult } from '../contract/schema.ts'
import type { Awaitable } from '../async/awaitable.ts'
import type { BaseRequest, HeaderReader, RawParams } from '../contract/types.ts'
import { type Part } from '../contract/schema-issues.ts'
import { issuesOf } from '../contract/schema-issues.ts'

/** What an app gives all its requests. */
export interface RequestContext {
  readonly bodyLimit: number
  readonly trustRequestId: boolean
  readonly logger: Logger
}

interface Place {
  readonly path: string
  readonly query: string
  readonly basePath: string
  readonly params: RawParams
  readonly options: HandleOptions
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
  declare readonly basePath: string
  declare readonly adapterRequest: AdapterRequest
  declare readonly context: RequestContext
  declare readonly options: HandleOptions
  declare readonly params: RawParams
  declare readonly query: Query
  declare body: unknown
  declare bodyLimit: number
  /** Close the connection after the answer. */
  declare close: boolean
  /** What schemas refused. */
  declare errors: ProblemIssue[] | undefined
  declare operation: string | undefined
  declare reply: unknown
  /** Who asks, by the first guard that says so. */
  declare subject: string | undefined
  #streamed = false
  #headers: HeaderReader | undefined
  #cookies: ReadonlyMap<string, string> | undefined
  #id: string | undefined
  #bytes: Awaitable<Uint8Array> | undefined
  #json: Promise<unknown> | undefined
  #text: Promise<string> | undefined

  constructor(host: AdapterRequest, place: Place, context: RequestContext) {
    this.method = host.method
    this.path = place.path
    this.basePath = place.basePath
    this.params = place.params
    this.query = place.query ? new Query(place.query) : noQuery
    this.options = place.options
    this.adapterRequest = host
    this.context = context
    this.bodyLimit = context.bodyLimit
  }

  get headers(): HeaderReader {
    return (this.#headers ??= { get: (name) => this.adapterRequest.header(name.toLowerCase()) })
  }
  /** Is told when a streamed answer breaks off. */
  get onStreamError(): (error: unknown, message?: string) => void {
    return (error, message = 'the answer broke off') => {
      // What the client did, a body over its limit say, is no news.
      if (!isHttpError(error)) this.context.logger.failed(error, this, message)
    }
  }
  get cookies(): ReadonlyMap<string, string> {
    return (this.#cookies ??= readCookies(this.adapterRequest.header('cookie')))
  }
  get client(): { readonly ip: string | undefined } {
    const { adapterRequest, options } = this
    return {
      ip: clientIp(
        adapterRequest.peer,
        adapterRequest.header('x-forwarded-for'),
        options.trustProxy,
      ),
    }
  }
  get signal(): AbortSignal {
    return this.adapterRequest.signal
  }
  get platform(): unknown {
    return this.adapterRequest.platform
  }
  get id(): string {
    return (this.#id ??= idOf(this))
  }
  get waitUntil(): (promise: Promise<unknown>) => void {
    return (promise) => {
      const settled = promise.catch((error: unknown) => {
        this.context.logger.failed(error, this, 'work after the answer failed')
      })
      this.options.track?.(settled)
      this.adapterRequest.waitUntil(settled)
    }
  }
  get log(): (message: string, fields?: LogFields) => void {
    return (message, { level = 'info', subject, time: _, ...fields } = {}) => {
      const about = requestFields(this)
      // Fields may hold what a client sent; only the subject is theirs to say.
      const ours = { level, message, ...about, subject: subject ?? about.subject }
      this.context.logger.write({ ...ours, ...fields, ...ours })
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

  /** Gives the body as the route declares it, before the handler. */
  readBody(plan: BodyReader): unknown {
    const { adapterRequest, bodyLimit } = this
    checkMediaType(adapterRequest, plan)
    checkLength(adapterRequest, bodyLimit)
    if (plan.kind !== 'stream') return this.#parse(plan)
    this.#streamed = true
    return limitStream(
      adapterRequest.hasBody ? adapterRequest.streamBody() : [],
      bodyLimit,
      () => (this.bodyRead = true),
    )
  }

  /** Puts a validated value in the place of the raw one. The issues of query, headers and body come together. */
  applyValidated(place: Part[0], result: SchemaResult<unknown>): void {
    if (result.issues) {
      if (place === 'params') throw new HttpError(404)
      ;(this.errors ??= []).push(...issuesOf(place, result.issues))
    } else if (place === 'headers') {
      this.#headers = { ...(result.value as object), get: this.headers.get }
    } else (this as Record<typeof place, unknown>)[place] = result.value
  }

  // What the body is not is refused, and a second call gives the same.
  async #read(plan: BodyReader): Promise<unknown> {
    // Beside a declared body a reader gives what was read: a signature is checked on its bytes.
    if (!this.#bytes) checkMediaType(this.adapterRequest, plan)
    return this.#parse(plan)
  }

  async #parse(plan: BodyReader): Promise<unknown> {
    const { adapterRequest, method } = this
    const parsed = adapterRequest.parsedBody
    if (parsed) return acceptParsed(plan, parsed.value)
    if (this.#streamed) throw new TypeError('a streamed body has no reader')
    // Content of GET and HEAD means nothing (RFC 9110 §9.3.1): the host drops it.
    const isDropped = method === 'GET' || method === 'HEAD' || !adapterRequest.hasBody
    const bytes = await (this.#bytes ??= isDropped
      ? noBytes
      : adapterRequest.readBody(this.bodyLimit))
    this.bodyRead ||= bytes !== noBytes
    return parseBody(plan, bytes)
  }
}

const noQuery = new Query('')

/** Says whether a guard's value would stand in the place of something that the request has itself. */
export function isReserved(name: string): boolean {
  return name in RequestState.prototype || FIELDS.has(name)
}

/** What stands on the request itself and not on its prototype. */
const FIELDS: ReadonlySet<string> = new Set<keyof RequestState>([
  ...([
    'body',
    'bodyLimit',
    'bodyRead',
    'close',
    'context',
    'errors',
    'adapterRequest',
    'method',
  ] as const),
  ...(['basePath', 'operation', 'options', 'params', 'path', 'query', 'reply', 'subject'] as const),
])

function idOf({ adapterRequest, context }: RequestState): string {
  const given = (context.trustRequestId && adapterRequest.header('x-request-id')) || ''
  return /^[\w.-]{1,64}$/.test(given) ? given : crypto.randomUUID()
}
