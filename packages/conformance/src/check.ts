import { type Case, type Expectation, expectationsOf } from './case.ts'
import type { Answer } from './parse-answer.ts'
import type { Sent, Target } from './target.ts'

/** Headers that are not compared: those of the connection, `date`, `server` and the request's id. */
export const MASKED: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'date',
  'server',
  'x-request-id',
])

/** The observed result of a case. */
export interface Seen {
  readonly sent: Sent
  /** How often handlers ran for this case. */
  readonly runs: number | undefined
  readonly target: Target
}

/**
 * Compares the responses with the expectations of a case. Returns one line per difference.
 *
 * @example
 * checkCase(one, { sent, runs: 0, target }) // ['status 200, expected 404']
 */
export function checkCase(one: Case, seen: Seen): readonly string[] {
  const { exchange, asked } = seen.sent
  const expected = expectationsOf(one)
  const found: string[] = []
  if (exchange.end === 'hang') found.push('hang: the deadline passed')
  if (exchange.malformed !== undefined && !expected.some((each) => each.cut === true)) {
    found.push(`malformed: ${exchange.malformed}`)
  }
  if (expected.length !== asked)
    throw new Error(`${one.id} asks ${asked} times and expects otherwise`)
  for (const [index, each] of expected.entries()) {
    const answer = exchange.answers[index]
    if (answer !== undefined) found.push(...checkAnswer(answer, each, seen.target))
    else if (each.orClosed !== true && each.cut !== true)
      found.push(`no answer ${index + 1}: the connection was ${exchange.end}`)
  }
  return [...found, ...checkConnection(expected.at(-1), seen), ...checkRuns(expected, seen)]
}

function checkAnswer(
  answer: Answer,
  expected: Expectation,
  { basePath }: Target,
): readonly string[] {
  const found: string[] = []
  const statuses = [expected.status].flat()
  if (!statuses.includes(answer.status)) {
    found.push(`status ${answer.status}, expected ${statuses.join(' or ')}`)
  }
  if ((answer.framing === 'cut') !== (expected.cut ?? false)) {
    found.push(expected.cut === true ? 'the answer ended cleanly' : 'the answer was cut')
  }
  const body = expected.body
  const wanted = typeof body === 'string' ? Buffer.from(body.replaceAll('{mount}', basePath)) : body
  if (wanted !== undefined && Buffer.compare(answer.body, wanted) !== 0) {
    found.push(`body ${show(answer.body)}, expected ${show(wanted)}`)
  }
  if (expected.headers !== undefined) {
    const length = expected.length ?? wanted?.length
    found.push(...checkHeaders(answer, { ...expected, length: length ?? 'none' }, basePath))
  }
  const id = answer.headers.find(([name]) => name === 'x-request-id')?.[1]
  if (id === undefined ? expected.anonymous !== true : !/^[A-Za-z0-9._-]{1,64}$/.test(id)) {
    found.push(`x-request-id ${String(id)}`)
  }
  const more = expected.check?.(answer)
  return more === undefined ? found : [...found, more]
}

function checkHeaders(answer: Answer, expected: Expectation, basePath: string): readonly string[] {
  const found: string[] = []
  const sized = typeof expected.length === 'number'
  const wanted: Record<string, string | RegExp | readonly string[]> = {
    ...expected.headers,
    ...(sized ? { 'content-length': String(expected.length) } : {}),
  }
  const names = new Set(answer.headers.map(([name]) => name).filter((name) => !MASKED.has(name)))
  for (const name of names) {
    if (!(name in wanted))
      found.push(`header ${name}: ${valuesOf(answer, name).join(' | ')}, expected none`)
  }
  for (const [name, value] of Object.entries(wanted)) {
    const values = valuesOf(answer, name)
    const list = (value instanceof RegExp ? [] : [value].flat()).map((each) =>
      each.replaceAll('{mount}', basePath),
    )
    const right =
      value instanceof RegExp
        ? values.length === 1 && value.test(values[0] ?? '')
        : values.length === list.length && values.every((each, index) => each === list[index])
    const shown = value instanceof RegExp ? String(value) : list.join(' | ')
    if (!right) found.push(`header ${name}: ${values.join(' | ') || 'none'}, expected ${shown}`)
  }
  return found
}

function checkConnection(expected: Expectation | undefined, seen: Seen): readonly string[] {
  const { exchange, followUp } = seen.sent
  const answer = exchange.answers.at(-1)
  if (!seen.target.connected || expected === undefined || answer === undefined) return []
  const success = [expected.status].flat().every((status) => status < 400)
  const wanted = expected.cut === true ? true : (expected.close ?? (success ? false : 'either'))
  const saysClose = valuesOf(answer, 'connection').some((value) => /close/i.test(value))
  const ended = exchange.end !== 'open' || saysClose
  if (saysClose && exchange.end === 'hang') return ['said close and stayed open']
  if (saysClose && followUp === 'answered') return ['said close and answered once more']
  if (wanted === true && !ended) return ['the connection stayed open, expected it to end']
  if (wanted === false && followUp === 'unanswered') {
    return ['the next request on the connection got no answer']
  }
  return []
}

function checkRuns(expected: readonly Expectation[], { runs }: Seen): readonly string[] {
  if (runs === undefined) return ['dead: the target does not answer any more']
  let least = 0
  for (const each of expected) {
    const refusal = [each.status].flat().every((status) => status >= 400 && status !== 500)
    const wanted = each.runs ?? (refusal ? 0 : 'any')
    if (wanted === 'any') return []
    least += wanted
  }
  return runs === least ? [] : [`handlers ran ${runs} times, expected ${least}`]
}

function valuesOf(answer: Answer, name: string): readonly string[] {
  return answer.headers.filter((header) => header[0] === name).map(([, value]) => value)
}

function show(body: Uint8Array): string {
  const text = JSON.stringify(Buffer.from(body).toString())
  return text.length > 300 ? `${text.slice(0, 300)}… (${body.length} bytes)` : text
}
