import type { IncomingMessage, ServerResponse } from 'node:http'
import { FetchRequest } from '@gimbal/adapter-fetch'
import { NodeRequest, readChangeable, type Outer } from '@gimbal/adapter-node'
import type { Context } from 'hono'
import { isTaken, takenBytes } from './body.ts'
import { isReplaced, isUntouched } from './own-request.ts'
import { honoPlatform } from './platform.ts'

/** A request of Hono, read for core. */
export type HonoRequest = NodeRequest | OnFetch

/**
 * Reads Node's own request if there is one: no `Request` is made, and repeated headers are visible.
 */
export function readContext(context: Context): HonoRequest {
  const { incoming, outgoing } = (context.env ?? {}) as Partial<NodeBindings>
  // `httpVersion` does not help: an HTTP/1 connection may carry the text `HTTP/2.0`.
  if (!incoming || !outgoing || 'stream' in incoming) {
    return new OnFetch(new HonoPlatform(context))
  }
  const platform = new HonoPlatform(context, incoming)
  return isReplaced(context.req.raw, incoming)
    ? new ReplacedRequest(incoming, outgoing, platform)
    : new NodeRequest(incoming, outgoing, platform)
}

/** What @hono/node-server puts into `c.env`. */
interface NodeBindings {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

/** Hono's context, and Node's request under it, if any. */
export class HonoPlatform implements Outer {
  readonly context: Context
  readonly incoming: IncomingMessage | undefined
  constructor(context: Context, incoming?: IncomingMessage) {
    this.context = context
    this.incoming = incoming
  }

  get headers(): OnFetch | undefined {
    const { incoming, context } = this
    const isSent = incoming && isUntouched(context.req.raw, incoming)
    return isSent ? undefined : new OnFetch(this)
  }

  readBody(limit: number): Promise<Uint8Array> {
    return new OnFetch(this).readBody(limit)
  }

  streamBody(): AsyncGenerator<Uint8Array> {
    return new OnFetch(this).streamBody()
  }
}

honoPlatform.mark(HonoPlatform.prototype)

const ASCII = /^[\0-\x7f]*$/

/** A request without a server, as `hono.request('/path')` makes it in tests. */
class OnFetch extends FetchRequest {
  readonly #platform: HonoPlatform

  constructor(platform: HonoPlatform) {
    // No `waitUntil` is needed: a Node process goes on after a response.
    super(platform.context.req.raw, { track: () => undefined })
    this.#platform = platform
  }

  override get platform(): unknown {
    return this.#platform
  }

  override header(name: string): string | undefined {
    const value = super.header(name)
    const { incoming, context } = this.#platform
    if (!incoming || value === undefined || ASCII.test(value)) return value
    return readChangeable(incoming.rawHeaders, name, context.req.raw.headers.get(name)!)
  }

  override readBody(limit: number): Promise<Uint8Array> {
    const { context } = this.#platform
    return isTaken(context) ? takenBytes(context, limit) : super.readBody(limit)
  }

  override async *streamBody(): AsyncGenerator<Uint8Array> {
    const { context } = this.#platform
    if (isTaken(context)) yield await takenBytes(context, Infinity)
    else yield* super.streamBody()
  }
}

class Replacement extends OnFetch {
  /** Ignored, since a content-length header here belongs to the original body. */
  override get bodyLength(): undefined {
    return undefined
  }
}

/**
 * A request whose `Request` a middleware has replaced, as `methodOverride` does: method, target and
 * body come from the new `Request`, connection and client from Node's objects.
 */
class ReplacedRequest extends NodeRequest {
  readonly #message: Replacement

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, platform: HonoPlatform) {
    super(incoming, outgoing, platform)
    this.#message = new Replacement(platform)
    const { target, hasBody } = this.#message
    Object.assign(this, { target, bodyLength: hasBody ? undefined : 0 })
  }

  override get method(): string {
    return this.#message.method
  }

  override readBody(limit: number): Promise<Uint8Array> {
    return this.#message.readBody(limit)
  }

  override streamBody(): AsyncGenerator<Uint8Array> {
    return this.#message.streamBody()
  }
}
