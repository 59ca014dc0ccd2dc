import type { Gaps, Result } from '../run-cases.ts'
import type { LiveCase, LiveClient } from './live-case.ts'

/** Plays one case and says how it went. */
export async function runLiveCase(
  one: LiveCase,
  client: LiveClient,
  gaps: Gaps = {},
): Promise<Result> {
  const gap = Object.hasOwn(gaps, one.id) ? gaps[one.id] : undefined
  const reason = typeof gap === 'object' ? gap.reason : gap
  const result = (outcome: Result['outcome'], ...differences: readonly string[]): Result => {
    return { id: one.id, name: one.name, outcome, differences, reason }
  }
  try {
    await one.play(client)
  } catch (error) {
    return result(reason === undefined ? 'failed' : 'gap', String(error))
  }
  if (reason === undefined) return result('passed')
  return result('failed', 'passes: take it out of the gaps')
}
