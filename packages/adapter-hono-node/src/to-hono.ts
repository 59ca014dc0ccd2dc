import type { Socket } from 'node:net'
import { isAfterLastRequest, type Lifecycle, NodeRequest } from '@gimbal/adapter-node'
import {
  type AdapterArguments,
  thenOrNow,
  type App,
  type Awaitable,
  bindApp,
  type AdapterResponse,
  type Schema,
} from '@gimbal/core/adapter'
import type { Context, MiddlewareHandler, Next } from 'hono'
import { answerRequestError } from './request-error.ts'
import { readContext } from './request.ts'
import { toHonoResponse } from './response.ts'

/** A Hono middleware with the methods that a server calls at its start and end. */
export interface HonoHandler extends MiddlewareHandler, Lifecycle {
  /**
   * Responds to requests that @hono/node-server refuses before Hono sees them, with the app's
   * headers,
   * code and log.
   *
   * @example
   * getRequestListener(hono.fetch, { errorHandler: handler.errorHandler })
   */
  readonly errorHandler: (error: unknown) => Response
}

/**
 * Makes a Hono middleware of an app; with `onNotFound: 'next'` a request without a route goes to
 * Hono's
 * next handler.
 *
 * @example
 * hono.use('/api/*', toHono(app, { services: { db }, basePath: '/api', onNotFound: 'next' }))
 */
export function toHono<Services, EnvSchema extends Schema = never>(
  app: App<unknown, Services>,
  ...[options]: AdapterArguments<Services, EnvSchema>
): HonoHandler {
  const host = bindApp(app, options)
  const { env } = process
  // Returns no promise if the response is there at once: then the server writes it at once, too.
  const handler = (context: Context, next: Next): Awaitable<Response | void> => {
    const request = readContext(context)
    if (request instanceof NodeRequest && isAfterLastRequest(request.req)) {
      return unsentResponse(request.req.socket)
    }
    return thenOrNow<AdapterResponse | undefined, Response | void>(
      host.handle(request, env),
      (response) => (response ? toHonoResponse(context, request, response) : next()),
    )
  }
  return Object.assign(handler as MiddlewareHandler, {
    ready: () => host.ready(env),
    drain: host.drain,
    close: host.close,
    refuse: host.refuse,
    report: host.report,
    errorHandler: (error: unknown) => answerRequestError(error, host),
  })
}

/** For a connection that closes after an earlier response: no further response would arrive. */
async function unsentResponse(socket: Socket): Promise<Response> {
  await new Promise((resolve) => socket.once('close', resolve))
  return new Response(null, { status: 503 })
}
