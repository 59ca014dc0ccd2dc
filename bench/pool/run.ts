/** What many clients do to a Postgres of a hundred connections, by how they reach it. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startPostgres } from '@gimbal/db/testing'
import { measure, type Result } from './measure.ts'
import { plot } from './plot.ts'
import { toMarkdown } from './table.ts'
import { POOL_SIZE, ways } from './ways.ts'

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '6' },
    /** How long a client waits between two requests, in milliseconds. */
    rest: { type: 'string', default: '1000' },
  },
})
const load = {
  clients: Math.min(500, Number(values.clients)),
  milliseconds: Math.min(60, Number(values.seconds)) * 1000,
  rest: Number(values.rest),
}

const results: Result[] = []
for (const { open } of ways) {
  // Its own server, so that none finds what another left behind.
  const postgres = await startPostgres({ max_connections: '100' })
  const way = open(postgres.url)
  try {
    results.push(await measure(way, postgres.url, load))
  } finally {
    await way.close()
    await postgres.stop()
  }
}
console.log(toMarkdown(results))
writeFileSync(new URL('../../docs/pool.svg', import.meta.url), plot(results))

const ours = results.at(-1)!
if (ours.errors > 0 || ours.mostConnections > POOL_SIZE) {
  console.error(`ours should have no error and at most ${String(POOL_SIZE)} connections`)
  process.exitCode = 1
}
