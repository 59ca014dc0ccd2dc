import { type Case, expectationsOf } from './case.ts'
import { cases as allCases } from './cases/index.ts'
import { checkCase } from './check.ts'
import type { Target } from './target.ts'

/** What a host cannot do, each with its reason in words; such a case is expected to fail. */
export type Gaps = Readonly<Record<string, string>>

export interface RunOptions {
  readonly gaps?: Gaps
  /** Others than the shared ones. */
  readonly cases?: readonly Case[]
}

export interface Result {
  readonly id: string
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'gap' | 'not applicable'
  /** What differed, in a gap too; or why a gap is none any more. */
  readonly differences: readonly string[]
  /** The reason of a gap. */
  readonly reason: string | undefined
}

/**
 * Runs the cases one after another and says of each how it went.
 *
 * @example
 * const failed = (await runCases(socketTarget(url))).filter(({ outcome }) => outcome === 'failed')
 */
export async function runCases(
  target: Target,
  { gaps = {}, cases = allCases }: RunOptions = {},
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const one of cases) results.push(await runCase(one, target, gaps))
  return results
}

/** Runs one case; two at a time on one target would mix up its counter. */
export async function runCase(one: Case, target: Target, gaps: Gaps = {}): Promise<Result> {
  const reason = Object.hasOwn(gaps, one.id) ? gaps[one.id] : undefined
  const result = (outcome: Result['outcome'], differences: readonly string[] = []): Result => {
    return { id: one.id, name: one.name, outcome, differences, reason }
  }
  const before = await target.countRuns()
  if (before === undefined) throw new Error('the target does not answer GET /runs')
  const sent = await target.send(one.request)
  if (sent === undefined) return result('not applicable')
  const after = await target.countRuns()
  const runs = after === undefined ? undefined : after - before
  const differences = checkCase(one, { sent, runs, target })
  if (reason === undefined)
    return result(differences.length === 0 ? 'passed' : 'failed', differences)
  if (differences.length === 0) return result('failed', ['passes: take it out of the gaps'])
  // A platform may refuse or rewrite; it may not take the process, the connection or our word with it.
  const expected = new Set(expectationsOf(one).flatMap((each) => each.status))
  const broken = differences.filter((line) => /^(hang|dead|malformed):/.test(line))
  const crashed = sent.exchange.answers.some(({ status }) => status === 500 && !expected.has(500))
  if (crashed) broken.push('a gap that answers 500')
  return broken.length === 0 ? result('gap', differences) : result('failed', broken)
}
