import { isRecord } from '../event.ts'
import type { EventSource } from '../event-source.ts'
import { describeStatus, loadBalancer } from './load-balancer.ts'

/** An Application Load Balancer with multi-value headers. It ignores single-value headers. */
export const multiValueLoadBalancer: EventSource = {
  ...loadBalancer,
  matches: (event) => isRecord(event.multiValueHeaders) && loadBalancer.matches(event),
  toResult: ({ status, headers, body, isBase64Encoded }) => {
    const lists = new Map<string, string[]>()
    for (const [name, value] of headers) lists.set(name, [...(lists.get(name) ?? []), value])
    return {
      statusCode: status,
      statusDescription: describeStatus(status),
      multiValueHeaders: Object.fromEntries(lists),
      body,
      isBase64Encoded,
    }
  },
  sendsAllCookies: true,
}
