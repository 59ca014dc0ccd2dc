import { after, before, describe, test } from 'node:test'

import { type AdapterDescription, describeWith, type Runner } from './describe.ts'

export type { AdapterDescription, Started } from './describe.ts'

/**
 * Declares the suite for one adapter with `node:test`: one test per case.
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
  before: (run, timeout) => before(run, { timeout }),
  after: (run) => after(run),
  test: (name, run, timeout) =>
    void test(name, { timeout }, (context) => run((reason) => context.skip(reason))),
}
