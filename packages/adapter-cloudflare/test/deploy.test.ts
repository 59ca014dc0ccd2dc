import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bundleWorker } from './bundle-worker.ts'

test(
  'the dry run of a deployment gives a Worker within its size',
  { timeout: 60_000 },
  async () => {
    const worker = fileURLToPath(new URL('../src/worker.ts', import.meta.url))
    const { mainModule, compatibilityFlags, modules } = await bundleWorker(worker)
    expect([mainModule, compatibilityFlags]).toEqual(['worker.js', ['nodejs_compat']])
    expect(modules.map(({ type }) => type).sort()).toEqual(['esModule', 'wasm'])

    const sizes = modules.map(({ name, content }) => [gzipSync(content).length, name] as const)
    const bytes = sizes.reduce((sum, [size]) => sum + size, 0)
    // Both drivers are in it, TCP and Accelerate; most of it is the query compiler.
    expect(bytes, `bytes after gzip: ${JSON.stringify(sizes)}`).toBeLessThanOrEqual(900 * 1024)
  },
)

test('the script of the dry run is that of the deployment', async () => {
  const file = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  const { scripts } = JSON.parse(file) as { scripts: Record<string, string> }
  expect(scripts['deploy:cloudflare:dry']).toBe(
    `${scripts['deploy:cloudflare']!} --dry-run --outdir dist-worker`,
  )
})
