import { fileURLToPath } from 'node:url'
import { unstable_startWorker } from 'wrangler'

/** Runs worker.ts in workerd. Wrangler bundles it like for a deployment. */
export async function startWorker(
  databaseUrl: string,
  binding: 'DATABASE_URL' | 'HYPERDRIVE' = 'DATABASE_URL',
): Promise<{ url: URL; stop: () => Promise<void> }> {
  process.env['WRANGLER_BUILD_CONDITIONS'] = '@gimbal/source,workerd,worker,browser'
  process.env['WRANGLER_SEND_METRICS'] = 'false'
  const worker = await unstable_startWorker({
    name: 'database-test',
    entrypoint: fileURLToPath(new URL('worker.ts', import.meta.url)),
    compatibilityDate: '2026-04-01',
    compatibilityFlags: ['nodejs_compat'],
    bindings: {
      [binding]:
        binding === 'HYPERDRIVE'
          ? { type: 'hyperdrive', id: 'local', localConnectionString: databaseUrl }
          : { type: 'plain_text', value: databaseUrl },
    },
    dev: {
      logLevel: 'none',
      watch: false,
      inspector: false,
      server: { hostname: '127.0.0.1', port: 0 },
    },
  })
  await worker.ready
  return { url: await worker.url, stop: () => worker.dispose() }
}
