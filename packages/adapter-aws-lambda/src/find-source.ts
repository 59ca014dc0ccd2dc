import type { LambdaEvent } from './event.ts'
import type { EventSource } from './event-source.ts'
import { functionUrl } from './sources/function-url.ts'
import { httpApi } from './sources/http-api.ts'
import { loadBalancer } from './sources/load-balancer.ts'
import { multiValueLoadBalancer } from './sources/multi-value-load-balancer.ts'
import { restApi } from './sources/rest-api.ts'
import { vpcLattice } from './sources/vpc-lattice.ts'

/** Returns the source of an event, by the event alone. */
export function sourceOf(event: LambdaEvent): EventSource | undefined {
  return SOURCES.find((source) => source.matches(event))
}

/** Returns the source whose result is the likeliest to be understood where an event is unknown. */
export function likeliestSource(event: unknown): EventSource {
  const { version, rawPath, multiValueHeaders, requestContext } = Object(event) as LambdaEvent
  const { elb } = Object(requestContext) as LambdaEvent['requestContext']
  if (elb) return multiValueHeaders ? multiValueLoadBalancer : loadBalancer
  return version === '2.0' || rawPath !== undefined ? httpApi : restApi
}

const SOURCES: readonly EventSource[] = [
  multiValueLoadBalancer,
  loadBalancer,
  functionUrl,
  httpApi,
  vpcLattice,
  restApi,
]
