import { type Aspect, aspects, type Observation } from './observation.ts'
import type { SentRequest } from './requests.ts'

/** What the client sent, as a server of node:http would see it. */
export function truthOf({ method, path, query, headers, body }: SentRequest): Observation {
  const valuesOf = (name: string): string[] =>
    headers.filter(([given]) => given === name).map(([, value]) => value)
  const probes = valuesOf('X-Probe')
  return {
    method,
    path,
    query: [...new URLSearchParams(query)],
    probe: probes.length > 0 ? probes.join(', ') : null,
    cookie: valuesOf('Cookie')[0] ?? null,
    body: Buffer.from(body).toString('base64'),
  }
}

/** Reads what a handler saw out of a result; `undefined` if it was not called. */
export function observationOf(result: unknown): Observation | undefined {
  const { statusCode, body, isBase64Encoded } = Object(result) as Record<string, unknown>
  if (statusCode !== 200 || typeof body !== 'string') return undefined
  const text = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString()
  return JSON.parse(text) as Observation
}

/** The aspects in which two observations differ. Paths and queries are compared decoded. */
export function differences(
  one: Observation | undefined,
  other: Observation | undefined,
): readonly Aspect[] {
  if (!one || !other) return one === other ? [] : ['answer']
  return aspects.filter((aspect) => comparable(one, aspect) !== comparable(other, aspect))
}

function comparable(seen: Observation, aspect: (typeof aspects)[number]): string {
  if (aspect === 'path') return JSON.stringify(seen.path.split('/').map(decode))
  // Maps of parameters have lost the order.
  if (aspect === 'query') return JSON.stringify(seen.query.map((pair) => pair.join('=')).sort())
  return JSON.stringify(seen[aspect])
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return `broken: ${text}`
  }
}
