import type { KnownDeviations, Result } from '../run-cases.ts'
import type { LiveCall, LiveCase, LiveClient } from './live-case.ts'

/** Runs one live case and returns its result. */
export async function runLiveCase(
  one: LiveCase,
  client: LiveClient,
  knownDeviations: KnownDeviations = {},
): Promise<Result> {
  const deviation = Object.hasOwn(knownDeviations, one.id) ? knownDeviations[one.id] : undefined
  const reason = typeof deviation === 'object' ? deviation.reason : deviation
  const result = (outcome: Result['outcome'], ...differences: readonly string[]): Result => {
    return { id: one.id, name: one.name, title: one.title, outcome, differences, reason }
  }
  const calls: LiveCall[] = []
  const followed: LiveClient = {
    open: (request) => {
      const call = client.open(request)
      calls.push(call)
      return call
    },
  }
  try {
    const played = one.play(followed)
    // A response that is expected not to arrive needs only a short wait.
    await (reason === undefined ? played : Promise.race([played, soon()]))
  } catch (error) {
    return result(reason === undefined ? 'failed' : 'known deviation', String(error))
  } finally {
    // Open connections would keep the process running.
    for (const call of calls) call.leave()
  }
  if (reason === undefined) return result('passed')
  return result('failed', 'passes: take it out of the known deviations')
}

async function soon(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, 1500))
  throw new Error('hang: not within a second and a half')
}
