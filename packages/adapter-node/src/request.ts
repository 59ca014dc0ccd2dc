import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type Awaitable,
  bodyTooLarge,
  type HostRequest,
  incompleteBody,
} from '@gimbal/core/adapter'
import { collectBody, streamChunks, toBytes } from './body.ts'
import { whenClosed } from './closed.ts'
import { contentLength, findHeader, readHeader, readHeaders } from './headers.ts'
import { createPlatform, type NodePlatform } from './platform.ts'
import { clientSignal } from './signal.ts'

/** What middleware in front of us (Connect, Express, a body parser) leaves on a request. */
export interface MarkedRequest extends IncomingMessage {
  readonly originalUrl?: unknown
  readonly baseUrl?: unknown
  readonly body?: unknown
  readonly rawBody?: unknown
}

/** A Node request as core sees it. Getters stand on the prototype: what core does not ask for costs nothing. */
export class NodeRequest implements HostRequest {
  readonly req: MarkedRequest
  readonly res: ServerResponse
  #content: number | undefined | null = null
  #signal: AbortSignal | undefined
  #platform: NodePlatform | undefined

  constructor(req: IncomingMessage, res: ServerResponse) {
    this.req = req
    this.res = res
  }

  get method(): string {
    return this.req.method!
  }

  /** A router in front of us cuts its mount off `url` and keeps the whole in `originalUrl`. */
  get target(): string {
    const { originalUrl } = this.req
    return typeof originalUrl === 'string' ? originalUrl : this.req.url!
  }

  get mountPath(): string | undefined {
    const { baseUrl } = this.req
    return typeof baseUrl === 'string' ? baseUrl : undefined
  }

  get host(): string | undefined {
    const host = findHeader(this.req.rawHeaders, 'host')
    // Load balancers probe with HTTP/1.0, which knows no Host; in 1.1 it may not be missing.
    return host === undefined && !isHttp10(this.req) ? '' : host
  }

  get peer(): string | undefined {
    return this.req.socket.remoteAddress
  }

  get signal(): AbortSignal {
    return (this.#signal ??= clientSignal(this.req, this.res))
  }

  get platform(): unknown {
    return (this.#platform ??= createPlatform(this.req, this.res))
  }

  header(name: string): string | undefined {
    return readHeader(this.req.rawHeaders, name)
  }

  headerEntries(): Iterable<readonly [name: string, value: string]> {
    return readHeaders(this.req.rawHeaders)
  }

  get bodyLength(): number | undefined {
    // Asked several times, looked for once.
    if (this.#content === null) this.#content = contentLength(this.req.rawHeaders)
    return this.#content
  }

  get hasBody(): boolean {
    return this.bodyLength !== 0
  }

  /** Whether some of the body is still on its way; a request without one is whole from the start. */
  get isUnfinished(): boolean {
    return !this.req.complete && this.hasBody
  }

  get parsedBody(): { readonly value: unknown } | undefined {
    const req = this.req
    // `body` alone proves nothing: parsers leave a `{}` where they have read nothing.
    if (!req.readableDidRead || !req.complete || req.body === undefined) return undefined
    return this.#kept() ? undefined : { value: req.body }
  }

  readBody(limit: number): Promise<Uint8Array> {
    return this.req.readableDidRead || this.#kept()
      ? this.#readKept(limit)
      : collectBody(this.req, limit)
  }

  async #readKept(limit: number): Promise<Uint8Array> {
    const kept = this.#kept()
    if (kept) {
      if (kept.byteLength > limit) throw bodyTooLarge()
      return toBytes(kept)
    }
    this.#refuseTakenBody()
    return collectBody(this.req, limit)
  }

  async *streamBody(): AsyncGenerator<Uint8Array> {
    const kept = this.#kept()
    if (kept) {
      yield toBytes(kept)
      return
    }
    this.#refuseTakenBody()
    yield* streamChunks(this.req)
  }

  waitUntil(): void {
    // A Node process goes on after an answer; core keeps the promise for shutdown.
  }

  afterResponse(task: () => Awaitable<void>): void {
    whenClosed(this.req, this.res, () => void task())
  }

  /** The bytes that somebody in front of us kept: `keepRawBody`, `express.raw()`, Cloud Functions. */
  #kept(): Uint8Array | undefined {
    const { rawBody, body } = this.req
    if (rawBody instanceof Uint8Array) return rawBody
    return body instanceof Uint8Array ? body : undefined
  }

  #refuseTakenBody(): void {
    const req = this.req
    // Of a body that somebody found empty nothing was lost.
    if (!req.readableDidRead) return
    if (req.destroyed && !req.complete) throw incompleteBody()
    throw new Error(
      'the request body was read before the app got it, and its bytes were not kept: ' +
        'mount the app before what reads it, or keep them in req.rawBody',
    )
  }
}

function isHttp10(req: IncomingMessage): boolean {
  return req.httpVersionMajor === 1 && req.httpVersionMinor === 0
}
