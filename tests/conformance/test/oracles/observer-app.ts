import {
  type App,
  bytes,
  createApp,
  createResponse,
  type Middleware,
  methods,
  route,
  type RouteData,
} from '@gimbal/core'
import { answerOf } from './answers.ts'
import type { Observation } from './observation.ts'

/** Responds to `/answer/…`. */
const answer: Middleware = (request, _services, next) => {
  const given = answerOf(request.path)
  if (!given) return next()
  const headers: Record<string, string[]> = {}
  for (const [name, value] of given.headers) (headers[name] ??= []).push(value)
  return createResponse(given.status, given.body, { headers })
}

/** An app whose handlers answer with what they see. */
export const observerApp: App = createApp({
  routes: Object.fromEntries(
    methods
      .filter((method) => method !== 'HEAD' && method !== 'OPTIONS')
      .map((method) => [
        `on${method}`,
        route({
          method: method as 'POST',
          path: '/*',
          responses: { 200: bytes('application/json') },
          handler: async (request) => {
            const { path, headers, query } = request
            const seen: Observation = {
              method: request.method,
              path: path,
              query: [...(query as Iterable<[string, string]>)],
              probe: headers.get('x-probe') ?? null,
              cookie: headers.get('cookie') ?? null,
              body: Buffer.from(await request.bytes()).toString('base64'),
            }
            return request.reply(200, Buffer.from(JSON.stringify(seen)))
          },
        }) as RouteData,
      ]),
  ),
  use: [answer],
  log: () => undefined,
})
