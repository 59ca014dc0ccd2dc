import type { FaultApi } from './api.ts'
import type { Answer } from './ask.ts'

/** Counts the 503s that do not have exactly one cause in the log. */
export function countUnexplained(api: FaultApi, answers: readonly Answer[]): number {
  const causes = new Map<string, number>()
  for (const { id, error } of api.log()) {
    if (id !== undefined && error?.cause !== undefined) causes.set(id, (causes.get(id) ?? 0) + 1)
  }
  const unavailable = answers.filter(({ status }) => status === 503)
  return unavailable.filter(({ id }) => id === null || causes.get(id) !== 1).length
}
