import { MASKED } from '../check.ts'
import type { Answer } from '../parse-answer.ts'
import type { Outcome } from './client.ts'
import { decodedPathOf, type Message } from './message.ts'
import type { Deviation } from './deviation.ts'

/** The result of a message on one host. */
export interface Seen {
  readonly host: string
  readonly basePath: string
  readonly outcome: Outcome
  /** The rules that allow the host to respond differently. */
  readonly deviations: readonly Deviation[]
}

export interface Fault {
  readonly host: string
  /** Equal for the same fault in different requests, so that each fault is reported once. */
  readonly kind: string
  readonly details: string
}

/** Compares the results of all hosts for one message and returns the faults. */
export function compareAnswers(message: Message, seen: readonly Seen[]): readonly Fault[] {
  const faults = seen.flatMap((each) => faultsOf(message, each))
  const bound = seen.filter(({ deviations }) => deviations.length === 0)
  const [reference] = bound
  const expected = reference === undefined ? undefined : canonical(message, reference)
  for (const each of seen) {
    if (each === reference || expected === undefined) continue
    const [deviation] = each.deviations
    if (deviation?.lax === true || (deviation !== undefined && isRefusal(each.outcome))) continue
    const found = canonical(message, each)
    const different = difference(expected, found)
    if (different === undefined) continue
    const kind = `${each.host} differs from ${reference?.host}: ${different}`
    faults.push({
      host: each.host,
      kind,
      details: `${expected.text}\n--- ${each.host}\n${found.text}`,
    })
  }
  return faults
}

/** Routes of the suite's app that fail on purpose. */
const FAILING = /^\/(resp|careless|stream\/reader)(\/|$)/

function faultsOf(message: Message, { host, outcome, deviations }: Seen): readonly Fault[] {
  const fault = (kind: string, details = ''): readonly Fault[] => [
    { host, kind: `${host}: ${kind}`, details },
  ]
  const [deviation] = deviations
  if (deviation?.breaks === true && /^(hang|malformed|closed)$/.test(outcome.kind)) return []
  switch (outcome.kind) {
    case 'hang':
      return fault('hangs')
    case 'dead':
      return fault('accepts no connection')
    case 'malformed':
      return fault('breaks the framing', outcome.what)
    case 'closed':
      return deviation === undefined && !isCutRoute(message)
        ? fault('closes without an answer')
        : []
    case 'answer': {
      const { status, headers } = outcome.answer
      if (status < 500 || status === 501 || status === 505) return []
      if (status === 503 && headers.some(([name]) => name === 'retry-after')) return []
      if (status === 500 && FAILING.test(decodedPathOf(message))) return []
      if (deviations.some((each) => each.status === status)) return []
      return fault(`answers ${status}`, show(outcome.answer))
    }
  }
}

interface Canonical {
  readonly status: string
  readonly headers: readonly string[]
  readonly body: Uint8Array
  readonly text: string
}

function canonical(message: Message, { outcome, basePath }: Seen): Canonical {
  if (outcome.kind !== 'answer' || (isCutRoute(message) && message.method === 'GET')) {
    const cut =
      outcome.kind === 'closed' || (outcome.kind === 'answer' && outcome.answer.framing === 'cut')
    const status = cut && isCutRoute(message) ? 'cut' : outcome.kind
    return { status, headers: [], body: new Uint8Array(), text: status }
  }
  const answer = withoutMount(message, outcome.answer, basePath)
  const headers = answer.headers
    .filter(([name]) => !MASKED.has(name))
    .map(([name, value]) => `${name}: ${value}`)
  // A stable sort by name only: the order of headers with the same name is compared.
  headers.sort((a, b) => order(a.slice(0, a.indexOf(':')), b.slice(0, b.indexOf(':'))))
  const status = answer.framing === 'cut' ? `${answer.status}, cut` : String(answer.status)
  return { status, headers, body: answer.body, text: show(answer) }
}

// Two routes send the base path, which differs between hosts; it is removed before the comparison.
function withoutMount(message: Message, answer: Answer, basePath: string): Answer {
  if (basePath === '') return answer
  const named = `"basePath":"${basePath}"`
  const text = Buffer.from(answer.body).toString('latin1')
  const isPlace = answer.status === 200 && /^\/place\//.test(decodedPathOf(message))
  const names = isPlace && (text.includes(named) || message.method === 'HEAD')
  const headers = answer.headers.map(([name, value]): [string, string] => {
    if (name === 'location' && value.startsWith(`${basePath}/echo/%C3%A9%201`))
      return [name, value.slice(basePath.length)]
    return names && name === 'content-length'
      ? [name, String(Number(value) - basePath.length)]
      : [name, value]
  })
  const body = names ? Buffer.from(text.replace(named, '"basePath":""'), 'latin1') : answer.body
  return { ...answer, headers, body }
}

/** Describes how two responses differ, without details of the request. */
function difference(a: Canonical, b: Canonical): string | undefined {
  if (a.status !== b.status) return `${b.status} for ${a.status}`
  const left = a.headers.filter((line) => !b.headers.includes(line))
  const right = b.headers.filter((line) => !a.headers.includes(line))
  const names = [...left, ...right].map((line) => line.slice(0, line.indexOf(':')))
  if (names.length > 0) return `${a.status}, header ${[...new Set(names)].sort().join(' ')}`
  if (a.headers.join('\n') !== b.headers.join('\n')) return `${a.status}, order of headers`
  return Buffer.compare(a.body, b.body) === 0 ? undefined : `${a.status}, body`
}

// Returns true for routes that abort their response; how much of it arrives depends on the network.
function isCutRoute(message: Message): boolean {
  return /^\/(resp\/stream-(broken|object|short)|events\/forged)$/.test(decodedPathOf(message))
}

function isRefusal(outcome: Outcome): boolean {
  if (outcome.kind !== 'answer') return outcome.kind === 'closed'
  const { status } = outcome.answer
  return (status >= 400 && status < 500) || status === 501 || status === 505
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function show({ status, headers, body }: Answer): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  const text = JSON.stringify(Buffer.from(body.subarray(0, 400)).toString('latin1'))
  return `${status}\n${lines.join('\n')}\n${text}`
}
