import type { EventSourceName } from '@gimbal/test-support/lambda'
import type { OracleName } from './oracles.ts'
import type { Aspect } from './observation.ts'
import type { ReceivedAspect } from './received.ts'

/** Why an oracle reads some events, or writes some results, in another way than our adapter. */
export interface Explanation {
  readonly oracle: OracleName
  readonly sources: readonly EventSourceName[]
  /** Parts of a request that its handler sees, or parts of a response that its client receives. */
  readonly aspects: readonly (Aspect | ReceivedAspect)[]
  /** Whose way is right; `undefined` if no rule and no event decides it. */
  readonly right: 'ours' | 'theirs' | 'undefined'
  readonly why: string
}

const everyUrl = ['http-api', 'function-url'] as const
const all = [...everyUrl, 'rest-api', 'load-balancer', 'load-balancer-multi'] as const
const balancers = ['load-balancer', 'load-balancer-multi'] as const

/**
 * Every kind of difference that the generated events show. In each of them our adapter sees what the
 * client sent, as far as the event has it: the test checks this too.
 */
export const explanations: readonly Explanation[] = [
  ...(['hono/aws-lambda', 'srvx', 'serverless-http', '@codegenie/serverless-express'] as const).map(
    (oracle): Explanation => ({
      oracle,
      sources: ['http-api'],
      aspects: ['path'],
      right: 'ours',
      why: 'takes the decoded path as an encoded one: `%25` and `%2541` lose an escape',
    }),
  ),
  ...(['hono/aws-lambda', 'srvx'] as const).map((oracle): Explanation => ({
    oracle,
    sources: ['http-api'],
    aspects: ['query'],
    right: 'ours',
    why: 'makes a URL of the decoded path: a `?` or `#` in it, which is data, begins a query or a fragment',
  })),
  {
    oracle: '@fastify/aws-lambda',
    sources: ['http-api'],
    aspects: ['path', 'answer'],
    right: 'ours',
    why: 'takes the decoded path as an encoded one; with a `%` in it the request fails',
  },
  {
    oracle: '@fastify/aws-lambda',
    sources: everyUrl,
    aspects: ['query', 'answer'],
    right: 'ours',
    why: 'reads the decoded map and splits values at commas; it throws at a name with a `%`',
  },
  {
    oracle: '@fastify/aws-lambda',
    sources: everyUrl,
    aspects: ['cookie'],
    right: 'ours',
    why: 'joins cookies with `;` and no space, which is not the form of RFC 6265',
  },
  {
    oracle: '@fastify/aws-lambda',
    sources: ['load-balancer-multi'],
    aspects: ['cookie', 'probe'],
    right: 'ours',
    why: 'has no headers unless `albMultiValueHeaders` is set',
  },
  {
    oracle: '@fastify/aws-lambda',
    sources: balancers,
    aspects: ['query'],
    right: 'ours',
    why: 'encodes `+` once more, and of names that differ only in their encoding it keeps one',
  },
  {
    oracle: 'srvx',
    sources: ['load-balancer-multi'],
    aspects: ['answer'],
    right: 'ours',
    why: 'throws if `headers` is null, which it is with multi-value headers',
  },
  {
    oracle: 'srvx',
    sources: ['load-balancer'],
    aspects: ['query'],
    right: 'ours',
    why: 'encodes a query that is encoded already: `%C3%A9` becomes `%25C3%25A9`',
  },
  ...(['srvx', 'serverless-http'] as const).map((oracle): Explanation => ({
    oracle,
    sources: ['rest-api'],
    aspects: ['probe'],
    right: 'ours',
    why: 'reads only the last of repeated fields',
  })),
  {
    oracle: 'hono/aws-lambda',
    sources: ['load-balancer-multi'],
    aspects: ['probe'],
    right: 'ours',
    why: 'joins repeated fields with `;`, which is right for cookies only',
  },
  {
    oracle: '@codegenie/serverless-express',
    sources: ['load-balancer-multi', 'rest-api'],
    aspects: ['probe'],
    right: 'undefined',
    why: 'joins repeated fields with a comma and no space: the same by RFC 9110 §5.3, but not what node:http gives',
  },
  ...(['serverless-http', '@codegenie/serverless-express'] as const).map((oracle): Explanation => ({
    oracle,
    sources: balancers,
    aspects: ['query'],
    right: 'ours',
    why: 'of names that differ only in their encoding (`a+b`, `a%20b`) it keeps one',
  })),
  ...(['@fastify/aws-lambda', 'serverless-http'] as const).map((oracle): Explanation => ({
    oracle,
    sources: all,
    aspects: ['body', 'isText'],
    right: 'ours',
    why: 'sends bytes as text, which loses them, unless their types are listed in an option',
  })),
  {
    oracle: '@codegenie/serverless-express',
    sources: all,
    aspects: ['body', 'isText'],
    right: 'ours',
    why: 'sends `application/octet-stream` as text, which loses bytes, unless it is listed in an option',
  },
  {
    oracle: 'srvx',
    sources: [...everyUrl, 'rest-api', 'load-balancer'],
    aspects: ['body', 'isText'],
    right: 'ours',
    why: 'sends a compressed text as text, which loses bytes',
  },
  {
    oracle: 'srvx',
    sources: ['load-balancer-multi'],
    aspects: ['refused'],
    right: 'ours',
    why: 'throws if `headers` is null, which it is with multi-value headers',
  },
  {
    oracle: '@fastify/aws-lambda',
    sources: ['load-balancer-multi'],
    aspects: ['type', 'cookies'],
    right: 'ours',
    why: 'returns single-value headers, which are ignored, unless `albMultiValueHeaders` is set',
  },
  ...(['hono/aws-lambda', '@codegenie/serverless-express'] as const).map((oracle): Explanation => ({
    oracle,
    sources: ['load-balancer'],
    aspects: ['cookies'],
    right: 'undefined',
    why: 'sends the first of two cookies, ours the last, with a line in the log: only one can be sent',
  })),
  ...(['@fastify/aws-lambda', 'serverless-http'] as const).map((oracle): Explanation => ({
    oracle,
    sources: ['load-balancer'],
    aspects: ['cookies'],
    right: 'ours',
    why: 'sends none of two cookies: they are in multi-value headers, which are ignored',
  })),
]

export function explain(
  oracle: OracleName,
  source: EventSourceName,
  aspect: Aspect | ReceivedAspect,
): readonly Explanation[] {
  return explanations.filter(
    (each) =>
      each.oracle === oracle && each.sources.includes(source) && each.aspects.includes(aspect),
  )
}
