import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import {
  type Awaitable,
  bodyTooLarge,
  type AdapterRequest,
  incompleteBody,
} from '@gimbal/core/adapter'
import { collectBody, streamChunks, toBytes } from './body.ts'
import { whenClosed } from './when-closed.ts'
import { coalesceChunks } from './coalesce-chunks.ts'
import { readHeader, readHeaders } from './headers.ts'
import { markLastRequest } from '../connection/graceful-close.ts'
import { createPlatform, type NodePlatform } from '../platform.ts'
import { readRoutedTarget } from './routed-target.ts'
import { clientSignal } from './client-signal.ts'

/** A Node request with the properties that body parsers set. */
export interface MarkedRequest extends IncomingMessage {
  readonly body?: unknown
  readonly rawBody?: unknown
}

/** A framework built on Node's objects, such as Hono; its handlers get it as `platform`. */
export interface Outer {
  /** Reads a body that the framework has already begun to read. */
  readonly readBody: (limit: number) => Promise<Uint8Array>
  readonly streamBody: () => AsyncIterable<Uint8Array>
  /** The headers as the framework's handlers see them; set if middleware may have changed them. */
  readonly headers: Pick<AdapterRequest, 'header' | 'headerEntries'> | undefined
}

/** Reads a Node request for core. Uses getters, so that unused parts cost nothing. */
export class NodeRequest implements AdapterRequest {
  readonly req: MarkedRequest
  readonly res: ServerResponse
  readonly outer: Outer | undefined
  readonly target: string
  readonly basePath: string | undefined
  readonly isRouted: boolean
  readonly hostHeader: string | undefined
  readonly bodyLength: number | undefined
  #signal: AbortSignal | undefined
  #platform: NodePlatform | undefined

  constructor(req: IncomingMessage, res: ServerResponse, outer?: Outer) {
    this.req = req
    this.res = res
    this.outer = outer
    const routed = readRoutedTarget(req)
    this.target = routed?.target ?? req.url!
    this.basePath = routed?.basePath
    this.isRouted = routed !== undefined
    // Load balancers probe with HTTP/1.0, which has no Host header; HTTP/1.1 requires it.
    this.hostHeader = this.header('host') ?? authorityOf(req) ?? (isHttp10(req) ? undefined : '')
    this.bodyLength = lengthOf(this)
    if (this.bodyLength !== 0) coalesceChunks(req)
    if (req.headers.upgrade !== undefined) markLastRequest(req, res)
  }

  get method(): string {
    return this.req.method!
  }

  get peer(): string | undefined {
    return this.req.socket.remoteAddress
  }

  get signal(): AbortSignal {
    return (this.#signal ??= clientSignal(this.req, this.res))
  }

  get platform(): unknown {
    return this.outer ?? (this.#platform ??= createPlatform(this.req, this.res))
  }

  get refusal(): { readonly status: number } | undefined {
    const { req } = this
    if (areFieldsLost(req)) return FIELDS_LOST
    return isHttp1(req) ? undefined : WRONG_VERSION
  }

  header(name: string): string | undefined {
    const headers = this.outer?.headers
    const value = headers ? headers.header(name) : readHeader(this.req, name)
    // A parser in front has removed the coding: the body that the app gets has none.
    return value !== undefined && name === CODING && isDecoded(this.req) ? undefined : value
  }

  *headerEntries(): Generator<readonly [name: string, value: string]> {
    const headers = this.outer?.headers
    for (const entry of headers ? headers.headerEntries() : readHeaders(this.req)) {
      // The pseudo-headers of HTTP/2 begin with a colon.
      if (entry[0].startsWith(':') || (entry[0] === CODING && isDecoded(this.req))) continue
      yield entry
    }
  }

  get hasBody(): boolean {
    return this.bodyLength !== 0
  }

  /** True while part of the body has not arrived yet; false if there is no body. */
  get isUnfinished(): boolean {
    return !this.req.complete && hasContent(this.req.rawHeaders)
  }

  get parsedBody(): { readonly value: unknown } | undefined {
    const req = this.req
    // `body` alone does not prove it: parsers set `{}` even if they have read nothing.
    if (!req.readableDidRead || !req.complete || req.body === undefined) return undefined
    return keptBytes(req) ? undefined : { value: req.body }
  }

  readBody(limit: number): Promise<Uint8Array> {
    const { req, outer } = this
    if (outer && isTouched(req)) return outer.readBody(limit)
    return req.readableDidRead || keptBytes(req) ? readKept(req, limit) : collectBody(req, limit)
  }

  async *streamBody(): AsyncGenerator<Uint8Array> {
    const { req, outer } = this
    if (outer && isTouched(req)) {
      yield* outer.streamBody()
      return
    }
    const kept = keptBytes(req)
    if (kept) {
      yield toBytes(kept)
      return
    }
    refuseTakenBody(req)
    yield* streamChunks(req)
  }

  get hasResponse(): boolean {
    return this.res.headersSent
  }

  waitUntil(): void {
    // A Node process goes on after a response; core keeps the promise for shutdown.
  }

  afterResponse(task: () => Awaitable<void>): void {
    whenClosed(this.req, this.res, () => void task())
  }
}

const CODING = 'content-encoding'
const FIELDS_LOST = { status: 431 }
const WRONG_VERSION = { status: 505 }
/** Node's default limit; each field is a name and a value. */
const MOST_HEADERS = 1000
/** Fewer entries than this are never cut: no real server limits headers to ten fields. */
const FEWEST_CUT = 20

/** Node before 22.23.2 and 24.18.1 silently drops the header fields over its limit. */
function areFieldsLost({ rawHeaders, socket }: IncomingMessage): boolean {
  if (rawHeaders.length < FEWEST_CUT) return false
  const { server } = socket as Socket & { readonly server?: Server }
  // 0 means no limit in Node; then our own limit counts.
  return rawHeaders.length >= 2 * (server?.maxHeadersCount || MOST_HEADERS)
}

/**
 * Node's parser accepts any version. A request of `node:http2` has a stream; one that a framework
 * has made for tests may have no version.
 */
function isHttp1(req: IncomingMessage): boolean {
  const version = req.httpVersion as string | undefined
  return version === '1.1' || version === '1.0' || !version || 'stream' in req
}

/** HTTP/2 frames a body without a header field. */
function hasHttp2Body(req: IncomingMessage): boolean {
  const { stream } = req as { readonly stream?: { readonly endAfterHeaders?: boolean } }
  return stream?.endAfterHeaders === false
}

/** `node:http2` has the authority in a field of its own; a Host header may be absent. */
function authorityOf(req: IncomingMessage & { readonly authority?: string }): string | undefined {
  return 'stream' in req ? req.authority : undefined
}

// Functions instead of private methods: those would add a brand to each object.

async function readKept(req: MarkedRequest, limit: number): Promise<Uint8Array> {
  const kept = keptBytes(req)
  if (kept) {
    if (kept.byteLength > limit) throw bodyTooLarge()
    return toBytes(kept)
  }
  refuseTakenBody(req)
  return collectBody(req, limit)
}

/** The bytes that a parser in front kept: `keepRawBody`, `express.raw()`, Cloud Functions. */
function keptBytes(req: MarkedRequest): Uint8Array | undefined {
  const { rawBody, body } = req
  if (rawBody instanceof Uint8Array) return rawBody
  if (typeof body === 'string' && isWholeText(req, body)) return Buffer.from(body)
  return body instanceof Uint8Array ? body : undefined
}

/** Returns true for the text of a body, false for a string that a JSON parser has read from it. */
function isWholeText({ headers }: IncomingMessage, body: string): boolean {
  const length = headers['content-length']
  return length === undefined || CODING in headers || Number(length) === Buffer.byteLength(body)
}

/**
 * Returns true if a parser in front has inflated the body. Bytes of the declared length are those
 * of the wire: a middleware that keeps bytes without reading them keeps the coding.
 */
function isDecoded(req: MarkedRequest): boolean {
  if (!req.readableDidRead || !req.complete) return false
  const kept = keptBytes(req)
  return kept ? kept.byteLength !== Number(req.headers['content-length']) : req.body !== undefined
}

// Once a framework wraps the body in its own stream, the bytes must be read from that stream.
function isTouched(req: IncomingMessage): boolean {
  return req.readableFlowing !== null || req.readableDidRead
}

function refuseTakenBody(req: MarkedRequest): void {
  // If the parser found an empty body, no bytes were lost.
  if (!req.readableDidRead) return
  if (req.destroyed && !req.complete) throw incompleteBody()
  throw new Error(
    'the request body was read before the app got it, and its bytes were not kept: ' +
      'mount the app before what reads it, or keep them in req.rawBody',
  )
}

/** The body length in bytes: 0 without a body, `undefined` if the body is chunked. */
function lengthOf(request: NodeRequest): number | undefined {
  if (request.header('transfer-encoding') !== undefined) return undefined
  const length = request.header('content-length')
  if (length === undefined && hasHttp2Body(request.req)) return undefined
  return Number(length ?? 0)
}

/** Reads the raw headers, which middleware does not change. */
function hasContent(rawHeaders: readonly string[]): boolean {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!
    if (name.length !== 14 && name.length !== 17) continue
    if (/^(?:content-length|transfer-encoding)$/i.test(name)) return rawHeaders[index + 1] !== '0'
  }
  return false
}

function isHttp10(req: IncomingMessage): boolean {
  return req.httpVersionMajor === 1 && req.httpVersionMinor === 0
}
