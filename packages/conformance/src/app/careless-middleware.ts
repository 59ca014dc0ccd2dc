import { type Middleware, createResponse } from '@gimbal/core'

/** Throws or returns wrong responses in middleware, outside every handler. */
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
      return createResponse(600, 'x')
    case '/careless/framing':
      return createResponse(200, 'x', { headers: { 'content-length': '99' } })
    case '/careless/short-cut':
      return createResponse(200, 'made by middleware')
    default:
      return next()
  }
}
