import type { Case } from './case.ts'
import { cases as allCases } from './cases/index.ts'
import { checkCase } from './check.ts'
import type { Exchange } from './raw.ts'
import type { Target } from './target.ts'

/** The cases that a host is expected to fail, by id, each with its reason. */
export type KnownDeviations = Readonly<Record<string, string | KnownDeviation>>

export interface KnownDeviation {
  readonly reason: string
  /** The status with which the case must fail. @default any status except a 500 of the app */
  readonly status?: number
  /** Allows that the platform hangs or sends malformed HTTP; other deviations must not. */
  readonly breaks?: 'hang' | 'malformed'
  /** The case sometimes passes because of a race in the platform. */
  readonly sometimes?: boolean
}

export interface RunOptions {
  readonly knownDeviations?: KnownDeviations
  /** Replaces the shared cases. */
  readonly cases?: readonly Case[]
}

export interface Result {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly outcome: 'passed' | 'failed' | 'known deviation' | 'not applicable'
  /** The differences, or why a known deviation no longer applies. */
  readonly differences: readonly string[]
  /** The reason of a known deviation. */
  readonly reason: string | undefined
}

/**
 * Runs the cases one after another and returns their results.
 *
 * @example
 * const failed = (await runCases(socketTarget(url))).filter(({ outcome }) => outcome === 'failed')
 */
export async function runCases(
  target: Target,
  { knownDeviations = {}, cases = allCases }: RunOptions = {},
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const one of cases) results.push(await runCase(one, target, knownDeviations))
  return results
}

/** Runs one case. Not concurrently on one target, because cases share its counter of handler runs. */
export async function runCase(
  one: Case,
  target: Target,
  knownDeviations: KnownDeviations = {},
): Promise<Result> {
  const deviation = Object.hasOwn(knownDeviations, one.id) ? knownDeviations[one.id] : undefined
  const { reason, ...allowed }: Partial<KnownDeviation> =
    typeof deviation === 'object' ? deviation : deviation === undefined ? {} : { reason: deviation }
  const result = (outcome: Result['outcome'], differences: readonly string[] = []): Result => {
    return { id: one.id, name: one.name, title: one.title, outcome, differences, reason }
  }
  const before = await target.countRuns()
  if (before === undefined) throw new Error('the target does not answer GET /runs')
  // A response that is expected not to arrive needs only a short wait.
  const sent = await target.send(one.request, allowed.breaks === 'hang' ? 300 : undefined)
  if (sent === undefined) return result('not applicable')
  const after = await target.countRuns()
  const runs = after === undefined ? undefined : after - before
  const differences = checkCase(one, { sent, runs, target })
  if (reason === undefined)
    return result(differences.length === 0 ? 'passed' : 'failed', differences)
  if (differences.length === 0)
    return allowed.sometimes === true
      ? result('known deviation')
      : result('failed', ['passes: take it out of the known deviations'])
  const broken = [...breaksOf(differences, allowed), ...checkDeviation(sent.exchange, allowed)]
  return broken.length === 0 ? result('known deviation', differences) : result('failed', broken)
}

// A deviating platform may refuse or change a request, but must not break the process or connection.
function breaksOf(
  differences: readonly string[],
  allowed: Partial<KnownDeviation>,
): readonly string[] {
  return differences.filter((line) => {
    const kind = /^(hang|dead|malformed):/.exec(line)?.[1]
    return kind !== undefined && kind !== allowed.breaks
  })
}

function checkDeviation(
  { answers }: Exchange,
  allowed: Partial<KnownDeviation>,
): readonly string[] {
  const found: string[] = []
  for (const { status, body } of answers) {
    if (allowed.status !== undefined && status !== allowed.status)
      found.push(`a known deviation of ${allowed.status} has ${status}`)
    const isOurs = status === 500 && Buffer.from(body).includes('"internal_error"')
    if (isOurs && allowed.status !== 500) found.push('a known deviation that is a 500 of the app')
  }
  return found
}
