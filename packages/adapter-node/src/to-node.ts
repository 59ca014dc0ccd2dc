import type { IncomingMessage, ServerResponse } from 'node:http'
import process from 'node:process'
import type { App } from '@gimbal/core'
import {
  type AdapterArguments,
  thenOrNow,
  bindApp,
  type AdapterResponse,
  type Schema,
} from '@gimbal/core/adapter'
import { isAfterLastRequest } from './connection/graceful-close.ts'
import { NodeRequest } from './translate/request.ts'
import { writeResponse } from './translate/response.ts'

/** Methods that a server calls at its start and end, and when its parser refuses a request. */
export interface Lifecycle extends Partial<Pick<App, 'refuse' | 'report'>> {
  /** Validates the environment and creates the process services; rejects with a readable error. */
  readonly ready: () => Promise<void>
  /** From now on readiness responds with 503 `draining`. */
  readonly drain: () => void
  /**
   * Waits for work that continues after responses, then disposes the process services, within the
   * time limit.
   */
  readonly close: (options?: { readonly timeoutMs?: number }) => Promise<void>
}

type Next = (error?: unknown) => void

/** A request listener of node:http; with `next`, a middleware of Connect or Express. */
export interface NodeHandler extends Lifecycle {
  (req: IncomingMessage, res: ServerResponse, next?: Next): void
}

/**
 * Runs an app on node:http, alone or as a middleware. Services may read `process.env` through `env`.
 *
 * @example
 * const { url, close } = await serve(toNode(app, { services: { db } }), { port: 3000 })
 */
export function toNode<Services, EnvSchema extends Schema = never>(
  app: App<unknown, Services>,
  ...[options]: AdapterArguments<Services, EnvSchema>
): NodeHandler {
  const host = bindApp(app, options)
  const { report } = host
  const { env } = process
  const handler = (req: IncomingMessage, res: ServerResponse, next?: Next): void => {
    if (isAfterLastRequest(req)) return
    const request = new NodeRequest(req, res)
    void thenOrNow(host.handle(request, env), (response) => {
      if (response || !next) {
        answer(request, response ?? host.refuse({ status: 404, method: req.method }), {
          report,
          next,
        })
      } else next()
    })
  }
  return Object.assign(handler, {
    ready: () => host.ready(env),
    drain: host.drain,
    close: host.close,
    refuse: host.refuse,
    report: host.report,
  })
}

function answer(
  request: NodeRequest,
  response: AdapterResponse,
  { report, next }: { readonly report: App['report']; readonly next: Next | undefined },
): void {
  try {
    writeResponse(request, response, (message) => report(undefined, message))
  } catch (error) {
    // A hook of another middleware threw: a cut connection is better than half a response.
    request.res.destroy()
    if (!next) throw error
    next(error)
  }
}
