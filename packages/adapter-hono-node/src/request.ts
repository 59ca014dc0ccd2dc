import type { IncomingMessage, ServerResponse } from 'node:http'
import { FetchRequest } from '@gimbal/adapter-fetch'
import { NodeRequest, type Outer } from '@gimbal/adapter-node'
import type { Context } from 'hono'
import { isTaken, takenBytes } from './body.ts'

/** A request of Hono's as core reads it. */
export type HonoRequest = NodeRequest | OnFetch

/** Reads Node's own objects where Hono has them, which spares its Request and shows repeated headers. */
export function readContext(context: Context): HonoRequest {
  const { incoming, outgoing } = (context.env ?? {}) as Partial<NodeBindings>
  const platform = new HonoPlatform(context)
  // Not by its version: `HTTP/2.0` may stand as text on a connection of HTTP/1.
  return incoming && outgoing && !('stream' in incoming)
    ? new NodeRequest(incoming, outgoing, platform)
    : new OnFetch(platform)
}

/** What @hono/node-server puts into `c.env`. */
interface NodeBindings {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

/** A class, so that `fromHono` knows it from another host's objects. */
export class HonoPlatform implements Outer {
  readonly context: Context
  constructor(context: Context) {
    this.context = context
  }

  readBody(limit: number): Promise<Uint8Array> {
    return new OnFetch(this).readBody(limit)
  }

  streamBody(): AsyncGenerator<Uint8Array> {
    return new OnFetch(this).streamBody()
  }
}

/** A request without a server behind it, as `hono.request('/path')` makes it in tests. */
class OnFetch extends FetchRequest {
  readonly #platform: HonoPlatform

  constructor(platform: HonoPlatform) {
    // Nothing to keep alive: a process goes on after an answer.
    super(platform.context.req.raw, { track: () => undefined })
    this.#platform = platform
  }

  override get platform(): unknown {
    return this.#platform
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
