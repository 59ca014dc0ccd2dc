import { afterAll, beforeAll, describe, test } from 'vitest'

import { type AdapterDescription, describeWith, type Runner } from './describe.ts'

/**
 * Declares the suite for one adapter with vitest: one test per case.
 *
 * @example
 * describeAdapter('my host', {
 *   start: async () => {
 *     const server = await serve(toMyHost(createKitApp()), { port: 0 })
 *     return { url: server.url, stop: server.close }
 *   },
 *   knownDeviations: { 'K22-long-query': 'the platform stops at 4 KB with a 400 of its own' },
 * })
 */
export function describeAdapter(name: string, description: AdapterDescription): void {
  describeWith(runner, name, description)
}

const runner: Runner = {
  describe: (name, declare) => void describe(name, declare),
  before: (run, timeout) => beforeAll(run, timeout),
  after: (run) => afterAll(run),
  test: (name, run, timeout) => test(name, ({ skip }) => run(skip), timeout),
}
