import process from 'node:process'
import {
  type AdapterOptions,
  type AdapterResponse,
  type App,
  bindApp,
  type BoundApp,
  canonicalBasePath,
} from '@gimbal/core/adapter'
import { asEvent } from './event.ts'
import type { EventSource } from './event-source.ts'
import { likeliestSource, sourceOf } from './find-source.ts'
import type { LambdaContext } from './platform.ts'
import { LambdaRequest } from './request.ts'

/** Methods of a function beside its call. */
export interface FunctionLifecycle extends Pick<BoundApp, 'drain' | 'close'> {
  /** Resolves when the process services are made; rejects with a readable error. */
  readonly ready: () => Promise<void>
}

/** An app on Lambda. */
export interface BoundFunction {
  readonly host: BoundApp
  readonly lifecycle: FunctionLifecycle
  /** Runs the app. Never rejects. */
  readonly respond: (event: unknown, context: unknown) => Promise<Responded>
  /** Creates the response to a request that cannot be sent its own one, and logs why. */
  readonly fail: App['fail']
}

/** A response, and where it came from. */
export interface Responded {
  readonly source: EventSource
  /** Missing if the event is unknown. */
  readonly request: LambdaRequest | undefined
  readonly response: AdapterResponse
  readonly context: LambdaContext
}

type Options = Partial<AdapterOptions<object>> | undefined

/** Binds an app to a function, and begins to create its services: this is the init phase. */
export function bindFunction(app: App<unknown, never>, given: object | undefined): BoundFunction {
  // The base path is counted from the stage, which only an event tells.
  const { basePath, ...options } = (given as Options) ?? {}
  const mount = canonicalBasePath(basePath ?? '')
  const host = bindApp(app, options)
  const { env } = process
  const ready = (): Promise<void> => host.ready(env)
  // A failure is logged by the first request, which tries again, or thrown by `ready()`.
  void ready().catch(() => undefined)

  async function respond(given: unknown, passed: unknown): Promise<Responded> {
    const context = Object(passed) as LambdaContext
    const event = asEvent(given)
    const source = event && sourceOf(event)
    if (!source) {
      const response = host.refuse({ status: 500, error: new TypeError(UNKNOWN) })
      return { source: likeliestSource(given), request: undefined, response, context }
    }
    const request = new LambdaRequest({ event, source, context, mount })
    const response = await host.handle(request, env)
    const { method } = request
    return { source, request, response: response ?? host.refuse({ status: 404, method }), context }
  }

  return {
    host,
    lifecycle: { ready, drain: host.drain, close: host.close },
    respond,
    fail: app.fail,
  }
}

const UNKNOWN =
  'expected an event of a REST API, an HTTP API, a function URL, an Application Load Balancer or VPC Lattice (2.0); ' +
  'got one of another shape: let one of these invoke the function, or handle the event before the app'
