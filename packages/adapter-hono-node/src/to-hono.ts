import type { Socket } from 'node:net'
import { isLeaving, type Lifecycle, NodeRequest } from '@gimbal/adapter-node'
import {
  type AdapterArguments,
  after,
  type App,
  type Awaitable,
  createHost,
  type HostResponse,
  type Schema,
} from '@gimbal/core/adapter'
import type { Context, MiddlewareHandler, Next } from 'hono'
import { readContext } from './request.ts'
import { toHonoResponse } from './response.ts'

/** A middleware of Hono, with what a server calls at its start and end. */
export interface HonoHandler extends MiddlewareHandler, Lifecycle {}

/**
 * Makes a Hono middleware of an app; with `unmatched: 'next'` Hono's next handler gets what is not ours.
 *
 * @example
 * hono.use('/api/*', toHono(app, { services: { db }, mountPath: '/api', unmatched: 'next' }))
 */
export function toHono<Services, EnvSchema extends Schema = never>(
  app: App<unknown, Services>,
  ...[options]: AdapterArguments<Services, EnvSchema>
): HonoHandler {
  const host = createHost(app, options)
  const { env } = process
  // Without a promise where there is an answer at once: the server then writes it at once, too.
  const handler = (context: Context, next: Next): Awaitable<Response | void> => {
    const request = readContext(context)
    if (request instanceof NodeRequest && isLeaving(request.req.socket)) {
      return unheard(request.req.socket)
    }
    return after<HostResponse | undefined, Response | void>(
      host.handle(request, env),
      (response) => (response ? toHonoResponse(context, request, response) : next()),
    )
  }
  return Object.assign(handler as MiddlewareHandler, {
    ready: () => host.ready(env),
    drain: host.drain,
    close: host.close,
  })
}

/** The connection is being closed behind an earlier answer: whatever we said would not arrive. */
async function unheard(socket: Socket): Promise<Response> {
  await new Promise((resolve) => socket.once('close', resolve))
  return new Response(null, { status: 503 })
}
