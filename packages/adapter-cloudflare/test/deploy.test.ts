import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { describeLicenses } from '../../../scripts/licenses.ts'
import { bundleWorker, type WorkerBundle } from '@gimbal/test-support/workerd'
import { startWorkerd } from '@gimbal/test-support/workerd'

// wrangler bundles the Worker, which is slow on some machines.
vi.setConfig({ testTimeout: 60_000 })

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const worker = file('../app/worker.ts')
const config = file('../wrangler.jsonc')
const leftOut = file('../app/left-out.ts')

test('the dry run of a deployment gives a Worker within the size limit', async () => {
  const bundle = await bundleWorker(worker)
  const { mainModule, compatibilityFlags, modules } = bundle
  expect([mainModule, compatibilityFlags]).toEqual([
    'worker.js',
    ['nodejs_compat', 'enable_request_signal'],
  ])
  expect(modules.map(({ type }) => type).sort()).toEqual(['esModule', 'wasm'])
  // It contains both drivers, TCP and Accelerate; most of it is the query compiler.
  expectWithin(bundle, 900)
  // Every package in it has a licence that `pnpm run licenses` can print.
  const licenses = await describeLicenses(bundle.metafile, file('..'))
  for (const name of ['@prisma/client', 'pg', 'zod'])
    expect(licenses).toMatch(new RegExp(`^${name} [\\d.]+\n\nLicence: [^]{200}`, 'm'))
})

test.for([
  {
    driver: '@prisma/adapter-pg',
    url: 'postgres://a@127.0.0.1:1/a',
    takes: 'it takes a URL of Accelerate',
  },
  {
    driver: '@prisma/extension-accelerate',
    url: 'prisma+postgres://localhost:1/?api_key=a',
    takes: 'it takes a URL that goes over TCP',
  },
])(
  'without $driver it is smaller, and refuses an unsupported URL with a clear error',
  async (one) => {
    const bundle = await bundleWorker(worker, config, { [one.driver]: leftOut })
    expectWithin(bundle, 850)
    const workerd = await startWorkerd({ worker: bundle, bindings: { DATABASE_URL: one.url } })
    try {
      const headers = { authorization: `Bearer ${'a'.repeat(43)}` }
      const { status } = await fetch(`${workerd.url}/users/me`, { headers })
      expect(status).toBe(500)
      await expect.poll(workerd.output).toContain(one.takes)
    } finally {
      await workerd.stop()
    }
  },
)

test('the script of the dry run is the one of the deployment', async () => {
  const { scripts } = JSON.parse(await readFile(file('../package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  expect(scripts['deploy:cloudflare:dry']).toBe(
    `${scripts['deploy:cloudflare']!} --dry-run --outdir dist-worker`,
  )
})

function expectWithin({ modules }: WorkerBundle, kibibytes: number): void {
  const sizes = modules.map(({ name, content }) => [gzipSync(content).length, name] as const)
  const bytes = sizes.reduce((sum, [size]) => sum + size, 0)
  expect(bytes, `bytes after gzip: ${JSON.stringify(sizes)}`).toBeLessThanOrEqual(kibibytes * 1024)
}
