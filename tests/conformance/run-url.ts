import { cases } from '../../packages/conformance/src/cases/index.ts'
import { liveCases } from '../../packages/conformance/src/cases/live.ts'
import { runLiveCase } from '../../packages/conformance/src/live/run-live.ts'
import { socketClient } from '../../packages/conformance/src/live/socket-client.ts'
import { type Gaps, type Result, runCase } from '../../packages/conformance/src/run-cases.ts'
import { socketTarget } from '../../packages/conformance/src/socket-target.ts'

export interface RunUrlOptions {
  readonly gaps: Gaps
  /** Prints every result, each as one line of JSON; else those that failed, and how many there were. */
  readonly json: boolean
  /** Runs the cases whose id fits. */
  readonly only: RegExp
}

/** Runs the suite against a url and prints how it went; says whether nothing failed. */
export async function runUrl(url: string, { gaps, json, only }: RunUrlOptions): Promise<boolean> {
  const counts = { passed: 0, failed: 0, gap: 0, 'not applicable': 0 }
  const take = (result: Result): void => {
    counts[result.outcome]++
    if (json) console.log(JSON.stringify(result))
    else if (result.outcome === 'failed') console.log(textOf(result))
  }
  const target = socketTarget(url)
  for (const one of cases) if (only.test(one.id)) take(await runCase(one, target, gaps))
  const client = socketClient(url)
  for (const one of liveCases) if (only.test(one.id)) take(await runLiveCase(one, client, gaps))
  if (!json) console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.gap} gaps`)
  return counts.failed === 0
}

function textOf({ id, name, differences }: Result): string {
  return `${id} ${name}\n${differences.map((line) => `    ${line}\n`).join('')}`
}
