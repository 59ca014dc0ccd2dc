/** Measures the cost of the users API's Worker: CPU time of a request, and its size by part. */
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { bundleWorker } from '@gimbal/test-support/workerd'
import { startLocalAccelerate } from '@gimbal/db/local-accelerate'
import { applyMigrations } from '@gimbal/db/migrate'
import { startPostgres } from '@gimbal/db/testing'
import { createAccounts } from '../faults/sign-in.ts'
import { type CpuOptions, measureCpu } from './cpu.ts'
import { partsOf } from './parts.ts'

const CLOUDFLARE = '../../packages/adapter-cloudflare'
const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const usersApi = file(`${CLOUDFLARE}/app/worker.ts`)
const leftOut = file(`${CLOUDFLARE}/app/left-out.ts`)
const whole = await bundleWorker(usersApi)

const post = (url: string, body: object): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const newEmail = (): string => `${randomUUID()}@costs.test`

const postgres = await startPostgres()
try {
  await applyMigrations(postgres.url)
  const [account] = await createAccounts(postgres.url, 1)
  const { id, token } = account!
  const headers = { authorization: `Bearer ${token}` }
  const rows = await bundleWorker(file('worker.ts'))
  const requests: readonly (Omit<CpuOptions, 'DATABASE_URL'> & { readonly name: string })[] = [
    { name: 'no database', worker: rows, send: (url) => fetch(`${url}/live`) },
    { name: 'one read', worker: rows, send: (url) => fetch(`${url}/rows/${String(id)}`) },
    {
      name: 'one create',
      worker: rows,
      send: (url) => post(`${url}/rows`, { name: 'Ann', email: newEmail() }),
    },
    {
      name: '`GET /users/me`',
      worker: whole,
      send: (url) => fetch(`${url}/users/me`, { headers }),
    },
  ]
  const accelerate = await startLocalAccelerate(postgres.url)
  const cells: string[][] = []
  for (const { name, worker, send } of requests) {
    const row = [name]
    for (const DATABASE_URL of [accelerate.url, postgres.url]) {
      const { warm, first } = await measureCpu({ worker, DATABASE_URL, send })
      row.push(warm.toFixed(2), first.toFixed(0))
    }
    cells.push(row)
  }
  await accelerate.stop()
  print(['CPU ms', 'Accelerate', 'its first', 'TCP', 'its first'], cells)
} finally {
  await postgres.stop()
}

const kibibytes = (bytes: number): string => (bytes / 1024).toFixed(1)
const parts = partsOf(whole).map(({ name, bytes, gzipped }) => {
  return [name, kibibytes(bytes), kibibytes(gzipped)]
})
print(['part', 'minified, KiB', 'gzip, KiB'], parts)

const config = file(`${CLOUDFLARE}/wrangler.jsonc`)
const drivers = ['@prisma/extension-accelerate', '@prisma/adapter-pg']
const bundles = [whole]
for (const driver of drivers)
  bundles.push(await bundleWorker(usersApi, config, { [driver]: leftOut }))
print(
  ['Worker', 'gzip, KiB'],
  bundles.map(({ modules }, index) => {
    const bytes = modules.reduce((sum, { content }) => sum + gzipSync(content).length, 0)
    const without = drivers[index - 1]
    return [without === undefined ? 'both drivers' : `without \`${without}\``, kibibytes(bytes)]
  }),
)

function print(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`)
  console.log(`${lines.join('\n')}\n`)
}
