import type { IncomingMessage, ServerResponse } from 'node:http'
import { FetchRequest } from '@gimbal/adapter-fetch'
import { NodeRequest } from '@gimbal/adapter-node'
import type { Context } from 'hono'
import { isTaken, takenBytes } from './body.ts'
import { HonoPlatform } from './from-hono.ts'

/** A request of Hono's as core reads it. */
export type HonoRequest = OnNode | OnFetch

/** Reads Node's own objects where Hono has them, which spares its Request and shows repeated headers. */
export function readContext(context: Context): HonoRequest {
  const { incoming, outgoing } = (context.env ?? {}) as Partial<NodeBindings>
  // Not by its version: `HTTP/2.0` may stand as text on a connection of HTTP/1.
  return incoming && outgoing && !('stream' in incoming)
    ? new OnNode(context, incoming, outgoing)
    : new OnFetch(context)
}

/** What @hono/node-server puts into `c.env`. */
interface NodeBindings {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

/** A request on @hono/node-server. */
export class OnNode extends NodeRequest {
  readonly #context: Context

  constructor(context: Context, incoming: IncomingMessage, outgoing: ServerResponse) {
    super(incoming, outgoing)
    this.#context = context
  }

  override get platform(): unknown {
    return new HonoPlatform(this.#context)
  }

  override readBody(limit: number): Promise<Uint8Array> {
    if (isUntouched(this.req)) return super.readBody(limit)
    if (isTaken(this.#context)) return takenBytes(this.#context, limit)
    return new OnFetch(this.#context).readBody(limit)
  }

  override async *streamBody(): AsyncGenerator<Uint8Array> {
    if (isUntouched(this.req)) yield* super.streamBody()
    else yield* new OnFetch(this.#context).streamBody()
  }
}

/** A request without a server behind it, as `hono.request('/path')` makes it in tests. */
export class OnFetch extends FetchRequest {
  readonly #context: Context

  constructor(context: Context) {
    // Nothing to keep alive: a process goes on after an answer.
    super(context.req.raw, { track: () => undefined })
    this.#context = context
  }

  override get platform(): unknown {
    return new HonoPlatform(this.#context)
  }

  override readBody(limit: number): Promise<Uint8Array> {
    return isTaken(this.#context) ? takenBytes(this.#context, limit) : super.readBody(limit)
  }

  override async *streamBody(): AsyncGenerator<Uint8Array> {
    if (isTaken(this.#context)) yield await takenBytes(this.#context, Infinity)
    else yield* super.streamBody()
  }
}

// Middleware that wraps `c.req.raw`, as Hono's bodyLimit does, reads the socket's bytes from then on.
function isUntouched(incoming: IncomingMessage): boolean {
  return incoming.readableFlowing === null && !incoming.readableDidRead
}
