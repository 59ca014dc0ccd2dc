import { asText } from '../event.ts'
import type { EventSource } from '../event-source.ts'
import { readHeaders } from '../headers.ts'
import { asPath } from '../path.ts'
import { rawQuery } from '../query.ts'
import { INVOCATION_LIMIT } from '../response.ts'
import { loadBalancer } from './load-balancer.ts'

/**
 * A service of VPC Lattice, event structure 2.0, by its documentation: no event of it was captured.
 * https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html
 */
export const vpcLattice: EventSource = {
  matches: ({ method, path, requestContext }) =>
    asText(requestContext.serviceArn) !== undefined &&
    asText(method) !== undefined &&
    asText(path) !== undefined,
  method: (event) => asText(event.method)!,
  path: (event) => asPath(asText(event.path)!.split('?', 1)[0]),
  query: (event) => {
    const [, query] = /\?(.*)$/s.exec(asText(event.path)!) ?? []
    return query ?? rawQuery(undefined, event.queryStringParameters)
  },
  headers: (event) => readHeaders(event.headers),
  peer: (event) => readHeaders(event.headers).get('x-forwarded-for')?.split(',').at(-1),
  maxPayload: INVOCATION_LIMIT,
  toResult: loadBalancer.toResult,
  isRouted: true,
  sendsAllCookies: false,
}
