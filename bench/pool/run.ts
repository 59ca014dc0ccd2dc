/** Compares ways for many clients to reach a Postgres with a hundred connections. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startPostgres } from '@gimbal/db/testing'
import { isolateWays } from './isolates.ts'
import { lambdaWays } from './lambda.ts'
import { measure, type Result } from './measure.ts'
import { plot } from './plot.ts'
import { toMarkdown } from './table.ts'
import { POOL_SIZE, type WayKind, ways } from './ways.ts'

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '6' },
    /** How long a client waits between two requests, in milliseconds. */
    rest: { type: 'string', default: '1000' },
    /** Only from Node, only from isolates of workerd, or only from instances of Lambda. */
    only: { type: 'string' },
  },
})
const load = {
  clients: Math.min(500, Number(values.clients)),
  milliseconds: Math.min(60, Number(values.seconds)) * 1000,
  rest: Number(values.rest),
}
const MAX_CONNECTIONS = 100

const clients = String(load.clients)
const runs = (kind: string): boolean => values.only === undefined || values.only === kind
if (runs('node')) await compare(`${clients} clients of one process`, 'pool', ways)
if (runs('lambda')) {
  const instances = Math.min(200, load.clients)
  const title = `${String(instances)} instances of Lambda`
  await compare(title, 'pool-lambda', lambdaWays, { ...load, clients: instances })
}
if (runs('isolates')) await compare(`${clients} isolates of workerd`, 'pool-isolates', isolateWays)

// eslint-disable-next-line @typescript-eslint/max-params -- the load is nearly always the same
async function compare(
  title: string,
  file: string,
  kinds: readonly WayKind[],
  given = load,
): Promise<void> {
  const results: Result[] = []
  for (const { name, open } of kinds) {
    // A new server for each, so that they do not affect each other.
    const postgres = await startPostgres({ max_connections: String(MAX_CONNECTIONS) })
    try {
      const way = await open(postgres.url, given.clients)
      try {
        results.push({ name, ...(await measure(way, postgres.url, given)) })
      } finally {
        await way.close()
      }
    } finally {
      await postgres.stop()
    }
  }
  console.log(`${title}\n\n${toMarkdown(results)}\n`)
  const svg = plot(results, { title, maxConnections: MAX_CONNECTIONS })
  writeFileSync(new URL(`../../docs/${file}.svg`, import.meta.url), svg)

  const ours = results.at(-1)!
  if (ours.errors > 0 || ours.mostConnections > POOL_SIZE) {
    console.error(`ours should have no error and at most ${String(POOL_SIZE)} connections`)
    process.exitCode = 1
  }
}
