import { createApp, route } from '@gimbal/core'
import { cors, requestId } from '@gimbal/core/middleware'

import * as bodies from './app/bodies.ts'
import { carelessMiddleware } from './app/careless-middleware.ts'
import * as checked from './app/checked.ts'
import * as guarded from './app/guarded.ts'
import * as order from './app/order.ts'
import * as requests from './app/requests.ts'
import * as responses from './app/responses.ts'
import { fields } from './app/schemas.ts'
import * as streams from './app/streams.ts'

// One process, one isolate: the counter proves that a refused request reached no handler.
let runs = 0

const getRuns = route({
  method: 'GET',
  path: '/runs',
  responses: { 200: fields({ runs: 'number' }) },
  handler: ({ reply }) => reply(200, { runs }),
})

const routes = {
  ...bodies,
  ...checked,
  ...guarded,
  ...order,
  ...requests,
  ...responses,
  ...streams,
}

/**
 * The app of the suite: it needs no services, so every adapter runs the very same one.
 *
 * @example
 * const server = await serve(toNode(app), { port: 0 })
 */
export const app = createApp({
  routes: { ...counted(routes), getRuns },
  use: [
    requestId(),
    cors({ origins: ['https://app.test'], credentials: true }),
    carelessMiddleware,
  ],
  // Half of the cases are refusals; nobody reads their log.
  log: () => undefined,
})

function counted<Routes extends object>(named: Routes): Routes {
  const entries = Object.entries(named as Record<string, { handler: (...all: never) => unknown }>)
  const counting = entries.map(([name, { handler, ...rest }]) => {
    const count = (...all: never): unknown => {
      runs++
      return handler(...all)
    }
    return [name, { ...rest, handler: count }] as const
  })
  return Object.fromEntries(counting) as Routes
}
