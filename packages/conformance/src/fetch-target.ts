import { type Case, isRaw, type PlannedRequest, plansOf } from './case.ts'
import type { Answer } from './parse-answer.ts'
import type { Sent, Target } from './target.ts'

const ORIGIN = 'http://kit.test'

/**
 * Sends cases to the suite's app through a fetch function, in process. Cases that a `Request` cannot
 * express are skipped.
 *
 * @example
 * const results = await runCases(fetchTarget(toFetch(createKitApp())))
 */
export function fetchTarget(
  handle: (request: Request) => Response | Promise<Response>,
  basePath = '',
): Target {
  const send = async (request: Case['request']): Promise<Sent | undefined> => {
    if (isRaw(request)) return undefined
    const plans = plansOf(request)
    if (!plans.every((plan) => isExpressible(plan, basePath))) return undefined
    const answers: Answer[] = []
    for (const plan of plans) answers.push(await toAnswer(await handle(toRequest(plan, basePath))))
    const exchange = { answers, interim: [], end: 'open', malformed: undefined } as const
    return { exchange, asked: plans.length, followUp: 'not sent' }
  }
  const countRuns = async (): Promise<number> => {
    const answer = await handle(toRequest({ target: '/runs' }, basePath))
    return ((await answer.json()) as { runs: number }).runs
  }
  return { basePath, connected: false, send, countRuns }
}

/** Returns true if a `Request` can express a planned request. */
export function isExpressible(plan: PlannedRequest, basePath: string): boolean {
  const method = plan.method ?? 'GET'
  const target = basePath + plan.target
  const url = new URL(ORIGIN + target)
  const fields = (plan.headers ?? []).flat().join('')
  return (
    url.pathname + url.search === target &&
    plan.host === undefined &&
    !/^(CONNECT|TRACE|TRACK)$/.test(method) &&
    // A Request converts known methods to upper case.
    (method === method.toUpperCase() ||
      !/^(get|head|post|put|delete|options|patch)$/i.test(method)) &&
    !(/^(GET|HEAD)$/.test(method) && (plan.body !== undefined || plan.chunks !== undefined)) &&
    // Header values of a Request are bytes, not text, and it has no hop-by-hop fields.
    !/[^\t\x20-\x7e]/.test(fields) &&
    !(plan.headers ?? []).some(([name]) => /^(host|connection|expect|upgrade|te)$/i.test(name))
  )
}

export function toRequest(plan: PlannedRequest, basePath: string): Request {
  const headers = new Headers({ host: 'kit.test' })
  for (const [name, value] of plan.headers ?? []) headers.append(name, value)
  // The Request of a server has this header; one made by a constructor does not.
  if (plan.body !== undefined) headers.set('content-length', String(Buffer.byteLength(plan.body)))
  // As bytes, because a Request adds a content type for a string.
  const whole = plan.body === undefined ? undefined : Buffer.from(plan.body as string)
  const body = plan.chunks === undefined ? whole : streamOf(plan.chunks)
  return new Request(ORIGIN + basePath + plan.target, {
    method: plan.method ?? 'GET',
    headers,
    ...(body === undefined ? {} : { body, duplex: 'half' }),
  })
}

function streamOf(chunks: NonNullable<PlannedRequest['chunks']>): ReadableStream<Uint8Array> {
  const left = chunks.map((chunk) => Buffer.from(chunk as string))
  return new ReadableStream({
    pull(controller) {
      const next = left.shift()
      if (next === undefined) controller.close()
      else controller.enqueue(next)
    },
  })
}

export async function toAnswer(response: Response): Promise<Answer> {
  const headers = [...response.headers]
  const sized = response.headers.has('content-length')
  try {
    const body = new Uint8Array(await response.arrayBuffer())
    const framing = response.body === null ? 'none' : sized ? 'sized' : 'chunked'
    return { status: response.status, headers, body, framing }
  } catch {
    return { status: response.status, headers, body: new Uint8Array(), framing: 'cut' }
  }
}
