import { HttpError, type Middleware, route, text } from '@gimbal/core'

/**
 * Protects a path by comparison, as middleware does. For every spelling it must see the canonical
 * path by which the route is matched (CWE-647).
 */
export const fence: Middleware = async ({ path }, _services, next) => {
  if (FENCED.some((each) => path.startsWith(each))) throw new HttpError(403)
  return next()
}

const FENCED = ['/fenced/', '/caf%C3%A9/', '/it!s/']

export const getFenced = route({
  method: 'GET',
  path: '/fenced/:id',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'secret'),
})

export const getFencedAccent = route({
  method: 'GET',
  path: '/café/:id',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'secret'),
})

export const getFencedMark = route({
  method: 'GET',
  path: '/it!s/:id',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'secret'),
})
