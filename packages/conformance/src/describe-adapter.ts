import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Case } from './case.ts'
import { cases as allCases } from './cases/index.ts'
import { liveCases } from './cases/live.ts'
import { fetchTarget } from './fetch-target.ts'
import { fetchClient } from './live/fetch-client.ts'
import type { LiveCase, LiveClient } from './live/live-case.ts'
import { runLiveCase } from './live/run-live.ts'
import { socketClient } from './live/socket-client.ts'
import { type Gaps, runCase } from './run-cases.ts'
import { socketTarget } from './socket-target.ts'
import type { Target } from './target.ts'

/** A running kit app: a server's url, or a function that answers in process. */
export type Started = (
  { readonly url: string } | { readonly fetch: (request: Request) => Response | Promise<Response> }
) & { readonly stop: () => Promise<void> }

export interface AdapterDescription {
  /** Starts the kit app (`createKitApp` of `@gimbal/conformance/app`) on the adapter. */
  readonly start: () => Promise<Started>
  /** The host and its version, which the gaps hold for: `Deno 2.9.6`. */
  readonly on?: string
  /** Cases that the host fails, each with its reason; red as soon as one passes. */
  readonly gaps?: Gaps
  /** Where the app is mounted; every request goes under it. The url's own path where it is absent. */
  readonly mountPath?: string
  /** Others than the shared ones. */
  readonly cases?: readonly Case[]
  /** Others than the shared ones that take time; none beside `cases` of one's own. */
  readonly live?: readonly LiveCase[]
}

/**
 * Declares the suite for one adapter: a test for each case.
 *
 * @example
 * describeAdapter('my host', {
 *   start: async () => {
 *     const server = await serve(toMyHost(createKitApp()), { port: 0 })
 *     return { url: server.url, stop: server.close }
 *   },
 *   gaps: { 'K22-long-query': 'the platform stops at 4 KB with a 400 of its own' },
 * })
 */
export function describeAdapter(name: string, description: AdapterDescription): void {
  const { gaps = {}, cases = allCases, on } = description
  const { live = description.cases ? [] : liveCases } = description
  describe(on === undefined ? name : `${name} on ${on}`, () => {
    let started: Started
    let target: Target
    let client: LiveClient
    beforeAll(async () => {
      started = await description.start()
      target = targetOf(started, description.mountPath)
      client = clientOf(started, target.mountPath)
    }, 60_000)
    afterAll(async () => started.stop())

    for (const one of cases) {
      const mark = Object.hasOwn(gaps, one.id) ? `expected to fail: ` : ''
      test(`${mark}${one.id} ${one.name}`, async ({ skip }) => {
        const { outcome, differences } = await runCase(one, target, gaps)
        if (outcome === 'not applicable') skip('no Request can say this')
        expect(outcome === 'failed' ? differences : []).toEqual([])
      })
    }
    for (const one of live) {
      const mark = Object.hasOwn(gaps, one.id) ? `expected to fail: ` : ''
      test(`${mark}${one.id} ${one.name}`, async () => {
        const { outcome, differences } = await runLiveCase(one, client, gaps)
        expect(outcome === 'failed' ? differences : []).toEqual([])
      }, 30_000)
    }
    test('names only cases that exist in its gaps', () => {
      const known = new Set([...cases, ...live].map(({ id }) => id))
      expect(Object.keys(gaps).filter((id) => !known.has(id))).toEqual([])
    })
  })
}

function clientOf(started: Started, mountPath: string): LiveClient {
  if ('fetch' in started) return fetchClient(started.fetch, mountPath)
  return socketClient(new URL(`${mountPath}/`, started.url).href)
}

function targetOf(started: Started, mountPath: string | undefined): Target {
  if ('fetch' in started) return fetchTarget(started.fetch, mountPath)
  return socketTarget(mountPath === undefined ? started.url : new URL(mountPath, started.url).href)
}
