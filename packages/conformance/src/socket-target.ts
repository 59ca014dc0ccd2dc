import { isRaw, type PlannedRequest, plansOf, type RawRequest } from './case.ts'
import type { Answer } from './parse-answer.ts'
import { exchange, type Step } from './raw.ts'
import type { Sent, Target } from './target.ts'

/**
 * Sends cases to the suite's app over sockets; the path of the url is the base path.
 *
 * @example
 * const results = await runCases(socketTarget('http://127.0.0.1:8080/api'))
 */
export function socketTarget(url: string): Target {
  const port = Number(new URL(url).port)
  const basePath = new URL(url).pathname.replace(/\/$/, '')
  const last = toBytes({ target: '/runs', headers: [['Connection', 'close']] }, basePath)
  return {
    basePath,
    connected: true,
    send: (request, deadline = 2000) => {
      const way: Way = { port, basePath, deadline }
      return isRaw(request) ? sendRaw(way, request) : sendPlans(way, plansOf(request), last)
    },
    countRuns: async () => {
      const sent = await exchange(port, [last], { methods: ['GET'] }).catch(() => undefined)
      return runsIn(sent?.answers[0])
    },
  }
}

interface Way {
  readonly port: number
  readonly basePath: string
  readonly deadline: number
}

async function sendRaw({ port, basePath, deadline }: Way, request: RawRequest): Promise<Sent> {
  const { methods, untilClose = false } = request
  const options = { methods, untilClose, deadline }
  const done = await exchange(port, rawSteps(request, basePath), options)
  return { exchange: done, asked: methods.length, followUp: 'not sent' }
}

// Sends one more request on the same connection: a server that misjudges the length of a body
// responds wrongly to it. Its count is not used, because it may run before the other requests end.
async function sendPlans(
  { port, basePath, deadline }: Way,
  plans: readonly PlannedRequest[],
  one: Uint8Array,
): Promise<Sent> {
  const methods = plans.map((plan) => plan.method ?? 'GET')
  const messages = [...plans.map((plan) => toBytes(plan, basePath)), one]
  const options = { methods: [...methods, 'GET'], deadline }
  const done = await exchange(port, [Buffer.concat(messages)], options)
  const last = done.answers[methods.length]
  const followUp = runsIn(last) === undefined ? 'unanswered' : 'answered'
  const answers = done.answers.slice(0, methods.length)
  const strange = last !== undefined && followUp === 'unanswered'
  const malformed = strange ? `the next request got ${last.status}` : done.malformed
  return { exchange: { ...done, answers, malformed }, asked: methods.length, followUp }
}

function runsIn(answer: Answer | undefined): number | undefined {
  const text = Buffer.from(answer?.body ?? []).toString()
  const found = answer?.status === 200 ? /^\{"runs":([0-9]+)\}$/.exec(text) : null
  return found === null ? undefined : Number(found[1])
}

function rawSteps(request: RawRequest, basePath: string): readonly Step[] {
  const steps = typeof request.raw === 'string' ? [request.raw] : request.raw
  return steps.map((step) =>
    typeof step === 'string' ? Buffer.from(step.replaceAll('{mount}', basePath), 'latin1') : step,
  )
}

function toBytes(plan: PlannedRequest, basePath: string): Uint8Array {
  const method = plan.method ?? 'GET'
  const lines = [`${method} ${basePath}${plan.target} HTTP/1.1`, `Host: ${plan.host ?? 'kit.test'}`]
  for (const [name, value] of plan.headers ?? []) lines.push(`${name}: ${value}`)
  if (plan.body !== undefined) lines.push(`Content-Length: ${Buffer.byteLength(plan.body)}`)
  if (plan.chunks !== undefined) lines.push('Transfer-Encoding: chunked')
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  return Buffer.concat([head, Buffer.from(plan.body ?? ''), ...chunked(plan.chunks)])
}

function chunked(chunks: PlannedRequest['chunks']): readonly Uint8Array[] {
  if (chunks === undefined) return []
  const framed = chunks.flatMap((chunk) => [
    Buffer.from(`${Buffer.byteLength(chunk).toString(16)}\r\n`),
    Buffer.from(chunk as string),
    Buffer.from('\r\n'),
  ])
  return [...framed, Buffer.from('0\r\n\r\n')]
}
