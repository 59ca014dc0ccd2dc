import { cases } from '@gimbal/conformance'
import { liveCases } from '@gimbal/conformance'
import { runLiveCase } from '@gimbal/conformance'
import { socketClient } from '@gimbal/conformance'
import { type KnownDeviations, type Result, runCase } from '@gimbal/conformance'
import { socketTarget } from '@gimbal/conformance'

export interface RunUrlOptions {
  readonly knownDeviations: KnownDeviations
  /** Prints every result as one line of JSON; otherwise the failures and their number. */
  readonly json: boolean
  /** Runs only the cases whose name or rule matches. */
  readonly only: RegExp
}

/** Runs the suite against a URL and prints the results; returns true if no case failed. */
export async function runUrl(
  url: string,
  { knownDeviations, json, only }: RunUrlOptions,
): Promise<boolean> {
  const counts = { passed: 0, failed: 0, 'known deviation': 0, 'not applicable': 0 }
  const take = (result: Result): void => {
    counts[result.outcome]++
    if (json) console.log(JSON.stringify(result))
    else if (result.outcome === 'failed') console.log(textOf(result))
  }
  const isChosen = ({ id, name }: { readonly id: string; readonly name: string }): boolean =>
    only.test(id) || only.test(name)
  const target = socketTarget(url)
  for (const one of cases) if (isChosen(one)) take(await runCase(one, target, knownDeviations))
  const client = socketClient(url)
  for (const one of liveCases)
    if (isChosen(one)) take(await runLiveCase(one, client, knownDeviations))
  if (!json)
    console.log(
      `${counts.passed} passed, ${counts.failed} failed, ${counts['known deviation']} known deviations`,
    )
  return counts.failed === 0
}

function textOf({ id, name, differences }: Result): string {
  return `${name} (${id})\n${differences.map((line) => `    ${line}\n`).join('')}`
}
