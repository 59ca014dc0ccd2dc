/**
 * Runs the faults in their long form, one after another, or only the named ones: killed,
 * terminated,
 * exhausted, taken, refused. The tests run the short form.
 */
import { parseArgs } from 'node:util'
import { holds, type Limit, limits } from './limits.ts'
import { killAndRestart, terminateBackends } from './lost-connections.ts'
import { exhaustPool, takeAllConnections } from './no-connections.ts'
import { refuseWithoutConnection } from './refusals.ts'
import { toTable } from './table.ts'

const faults: Readonly<Record<string, readonly [name: string, () => Promise<readonly Limit[]>]>> = {
  killed: [
    'killed for 10 s at 200 requests/s',
    async () => limits.killed(await killAndRestart({ rate: 200, downSeconds: 10 })),
  ],
  terminated: [
    'terminated every 2 s at 200 requests/s',
    async () => limits.terminated(await terminateBackends({ rate: 200, seconds: 30 })),
  ],
  exhausted: [
    'a pool of 5 held, 200 clients at once',
    async () => limits.exhausted(await exhaustPool({ requests: 200 })),
  ],
  taken: [
    'no connection left at the server, 200 clients at once',
    async () => limits.taken(await takeAllConnections({ requests: 200 })),
  ],
  refused: [
    'invalid requests with the only connection held',
    async () => limits.refused(await refuseWithoutConnection()),
  ],
}

const { positionals } = parseArgs({ allowPositionals: true })
for (const key of positionals.length > 0 ? positionals : Object.keys(faults)) {
  const fault = faults[key]
  if (!fault) throw new Error(`no fault '${key}': there are ${Object.keys(faults).join(', ')}`)
  const [name, run] = fault
  const rows = await run()
  console.log(toTable(name, rows))
  if (!rows.every(holds)) process.exitCode = 1
}
