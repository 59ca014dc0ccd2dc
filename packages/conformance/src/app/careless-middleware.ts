import { type Middleware, respond } from '@gimbal/core'

/** Faults outside every handler: the second funnel and the gate are all that is left for them. */
export const carelessMiddleware: Middleware = async ({ path }, _services, next) => {
  switch (path) {
    case '/careless/throws':
      throw new Error('secret of the middleware')
    case '/careless/throws-late':
      await next()
      throw new Error('secret of the middleware')
    case '/careless/nothing':
      return undefined as never
    case '/careless/status':
      return respond(600, 'x')
    case '/careless/framing':
      return respond(200, 'x', { headers: { 'content-length': '99' } })
    case '/careless/short-cut':
      return respond(200, 'made by middleware')
    default:
      return next()
  }
}
