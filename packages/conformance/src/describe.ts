import type { Case, DeclaredCase } from './case.ts'
import { cases as allCases } from './cases/index.ts'
import { nameCases } from './cases/name-cases.ts'
import { smokeCases } from './cases/smoke.ts'
import { liveCases } from './cases/live.ts'
import { fetchTarget } from './fetch-target.ts'
import { fetchClient } from './live/fetch-client.ts'
import type { LiveCase, LiveClient } from './live/live-case.ts'
import { runLiveCase } from './live/run-live.ts'
import { socketClient } from './live/socket-client.ts'
import { type KnownDeviations, type Result, runCase } from './run-cases.ts'
import { socketTarget } from './socket-target.ts'
import type { Target } from './target.ts'

/** The running app of the suite: the url of a server, or a fetch function in process. */
export type Started = (
  { readonly url: string } | { readonly fetch: (request: Request) => Response | Promise<Response> }
) & { readonly stop: () => Promise<void> }

export interface AdapterDescription {
  /** Starts the suite's app (`createKitApp` of `@gimbal/conformance/app`) on the adapter. */
  readonly start: () => Promise<Started>
  /** The host and version to which the known deviations apply: `Deno 2.9.6`. */
  readonly on?: string
  /** Cases that the host fails, each with its reason. The test fails if such a case passes. */
  readonly knownDeviations?: KnownDeviations
  /** Where the app is mounted. @default the path of the url */
  readonly basePath?: string
  /** `smoke` runs about a hundred of the shared cases. @default 'all' */
  readonly set?: 'all' | 'smoke'
  /** Replaces the shared cases. */
  readonly cases?: readonly DeclaredCase[]
  /** Replaces the shared live cases. @default none if `cases` are given */
  readonly live?: readonly LiveCase[]
}

/** The functions of a test runner that the suite needs; times in milliseconds. */
export interface Runner {
  readonly describe: (name: string, declare: () => void) => void
  readonly before: (run: () => Promise<void>, timeout: number) => void
  readonly after: (run: () => Promise<void>) => void
  /** `skip` skips the test with a reason, and may throw. */
  readonly test: (
    name: string,
    run: (skip: (reason: string) => void) => Promise<void>,
    timeout: number,
  ) => void
}

/** Declares the suite with a test runner: one test per case. */
export function describeWith(runner: Runner, name: string, description: AdapterDescription): void {
  const { knownDeviations = {}, on } = description
  const shared = description.set === 'smoke' ? smokeCases : allCases
  const cases = description.cases ? nameCases<Case>('own', description.cases) : shared
  const { live = description.cases || description.set === 'smoke' ? [] : liveCases } = description
  runner.describe(on === undefined ? name : `${name} on ${on}`, () => {
    let started: Started
    let target: Target
    let client: LiveClient
    runner.before(async () => {
      started = await description.start()
      target = targetOf(started, description.basePath)
      client = clientOf(started, target.basePath)
    }, 60_000)
    runner.after(() => started.stop())

    const declare = (one: Case | LiveCase, run: () => Promise<Result>): void => {
      const mark = Object.hasOwn(knownDeviations, one.id) ? 'expected to fail: ' : ''
      const play = async (skip: (reason: string) => void): Promise<void> => {
        const { outcome, differences } = await run()
        if (outcome === 'not applicable') skip('no Request can say this')
        if (outcome === 'failed') fail(differences)
      }
      runner.test(`${mark}${one.name} (${one.id})`, play, 30_000)
    }
    for (const one of cases) declare(one, () => runCase(one, target, knownDeviations))
    for (const one of live) declare(one, () => runLiveCase(one, client, knownDeviations))

    const namesKnown = async (): Promise<void> => {
      const known = new Set([...cases, ...live, ...allCases, ...liveCases].map(({ id }) => id))
      const unknown = Object.keys(knownDeviations).filter((id) => !known.has(id))
      if (unknown.length > 0) fail(unknown.map((id) => `there is no case ${id}`))
    }
    runner.test('names only cases that exist in its known deviations', namesKnown, 5000)
  })
}

function fail(differences: readonly string[]): never {
  throw new Error(differences.join('\n'))
}

function clientOf(started: Started, basePath: string): LiveClient {
  if ('fetch' in started) return fetchClient(started.fetch, basePath)
  return socketClient(new URL(`${basePath}/`, started.url).href)
}

function targetOf(started: Started, basePath: string | undefined): Target {
  if ('fetch' in started) return fetchTarget(started.fetch, basePath)
  return socketTarget(basePath === undefined ? started.url : new URL(basePath, started.url).href)
}
