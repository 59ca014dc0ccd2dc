import type { RouteData } from '../contract/route.ts'
import { compileHandler } from './call-handler.ts'
import { compileResponses } from './compiled-response.ts'
import { bodyReaderFor, compileBody } from './read-body.ts'
import type { CompiledRoute, Step } from './exchange.ts'
import { compileValidation } from './validate-request.ts'

/** Compiles a route once. Throws if it is invalid. */
export function compileRoute(name: string, route: RouteData): CompiledRoute {
  const where = `${name} (${route.method} ${route.path})`
  if (route.body && route.method === 'GET') throw new TypeError(`${where}: a GET has no body`)
  const reader = bodyReaderFor(route.body)
  const guards = Object.entries(route.guards ?? {}).map(
    ([key, guard]) => guard.compile(key, where) as Step,
  )
  const steps = [...guards, compileBody(reader), compileValidation(route, reader?.schema)]
  const responses = compileResponses(`reply() of ${where}`, route.responses)
  return {
    operation: name,
    path: route.path,
    bodyLimit: route.bodyLimit,
    isGuarded: guards.length > 0,
    steps: steps.filter((step) => step !== undefined),
    callHandler: compileHandler(route.handler, responses, `reply() of ${where}`),
  }
}
