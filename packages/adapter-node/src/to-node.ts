import type { IncomingMessage, ServerResponse } from 'node:http'
import process from 'node:process'
import type { App } from '@gimbal/core'
import {
  type AdapterArguments,
  after,
  createHost,
  errorResponse,
  type HostResponse,
  type Schema,
} from '@gimbal/core/adapter'
import { isLeaving } from './linger.ts'
import { NodeRequest } from './request.ts'
import { writeResponse } from './response.ts'

/** What a server calls at its start and end. */
export interface Lifecycle {
  /** Validates the environment and makes the process services; rejects with a readable error. */
  readonly ready: () => Promise<void>
  /** From now on readiness answers 503 `draining`. */
  readonly drain: () => void
  /** Waits for the work that goes on after answers, then disposes the process services. */
  readonly close: () => Promise<void>
}

type Next = (error?: unknown) => void

/** A request listener of node:http; with `next`, a middleware of Connect and its kin. */
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
  const host = createHost(app, options)
  const { env } = process
  const handler = (req: IncomingMessage, res: ServerResponse, next?: Next): void => {
    if (isLeaving(req.socket)) return
    const request = new NodeRequest(req, res)
    void after(host.handle(request, env), (response) => {
      answer(request, response, next)
    })
  }
  return Object.assign(handler, {
    ready: () => host.ready(env),
    drain: host.drain,
    close: host.close,
  })
}

function answer(request: NodeRequest, response: HostResponse | undefined, next?: Next): void {
  if (!response && next) return next()
  try {
    writeResponse(request, response ?? errorResponse(404))
  } catch (error) {
    // A hook of somebody else on the response threw: no answer is better than half of one.
    request.res.destroy()
    if (!next) throw error
    next(error)
  }
}
