import { type App, createApp, route } from '@gimbal/core'
import { cors, requestId } from '@gimbal/core/middleware'

import * as bodies from './app/bodies.ts'
import { carelessMiddleware } from './app/careless-middleware.ts'
import * as checked from './app/checked.ts'
import * as events from './app/events.ts'
import { fence, getFenced, getFencedAccent, getFencedMark } from './app/fenced.ts'
import * as guarded from './app/guarded.ts'
import * as identities from './app/identities.ts'
import * as live from './app/live.ts'
import * as order from './app/order.ts'
import { getProbe, postRelease } from './app/probes.ts'
import * as requests from './app/requests.ts'
import * as responses from './app/responses.ts'
import { fields } from './app/schemas.ts'
import * as streams from './app/streams.ts'
import { getStubborn } from './app/stubborn.ts'

const routes = {
  ...bodies,
  ...checked,
  ...events,
  getFenced,
  getFencedAccent,
  getFencedMark,
  ...live,
  getProbe,
  postRelease,
  ...guarded,
  ...identities,
  ...order,
  ...requests,
  ...responses,
  ...streams,
  getStubborn,
}

/**
 * Creates the app of the suite. It needs no services, so every adapter can run it. It counts its
 * handler runs, so create one for each server.
 *
 * @example
 * const server = await serve(toNode(createKitApp()), { port: 0 })
 */
export function createKitApp(): App<object, {}> {
  // Proves that a refused request has not reached a handler.
  let runs = 0
  const getRuns = route({
    method: 'GET',
    path: '/runs',
    responses: { 200: fields({ runs: 'number' }) },
    handler: ({ reply }) => reply(200, { runs }),
  })
  return createApp({
    routes: { ...counted(routes, () => runs++), getRuns },
    use: [
      requestId(),
      cors({ origins: ['https://app.test'], credentials: true }),
      carelessMiddleware,
      fence,
    ],
    // Half of the cases are refusals, whose log entries are not needed.
    log: () => undefined,
  })
}

function counted<Routes extends object>(named: Routes, count: () => void): Routes {
  const entries = Object.entries(named as Record<string, { handler: (...all: never) => unknown }>)
  const counting = entries.map(([name, { handler, ...rest }]) => {
    const run = (...all: never): unknown => {
      count()
      return handler(...all)
    }
    return [name, { ...rest, handler: run }] as const
  })
  return Object.fromEntries(counting) as Routes
}
