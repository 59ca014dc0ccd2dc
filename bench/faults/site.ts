import { fileURLToPath } from 'node:url'
import { bundleWorker, type WorkerBundle } from '@gimbal/test-support/workerd'
import { type LocalAccelerate, startLocalAccelerate } from '@gimbal/db/local-accelerate'
import { applyMigrations } from '@gimbal/db/migrate'
import { startPostgres } from '@gimbal/db/testing'
import { createAccounts } from './sign-in.ts'

/** The Worker and its databases. */
export interface Site {
  /** The bundle of `worker/worker.ts`. */
  readonly worker: WorkerBundle
  /** The Worker's DATABASE_URL: over TCP or Accelerate. */
  readonly database: string
  /** The URL of Postgres itself, for observation. */
  readonly postgres: string
  /** The token of a signed-in account. */
  readonly token: string
}

export interface Sites {
  readonly tcp: Site
  readonly accelerate: Site
  /** The number of requests to Accelerate so far, by path. */
  readonly accelerateRequests: LocalAccelerate['requests']
  readonly stop: () => Promise<void>
}

/** Starts a Postgres with an Accelerate in front, and bundles the Worker once. */
export async function startSites(): Promise<Sites> {
  const worker = await bundleWorker(fileURLToPath(new URL('worker/worker.ts', import.meta.url)))
  const postgres = await startPostgres()
  await applyMigrations(postgres.url)
  const { token } = (await createAccounts(postgres.url, 1))[0]!
  const accelerate = await startLocalAccelerate(postgres.url)
  const common = { worker, postgres: postgres.url, token }
  return {
    tcp: { ...common, database: postgres.url },
    accelerate: { ...common, database: accelerate.url },
    accelerateRequests: accelerate.requests,
    stop: async () => {
      await accelerate.stop()
      await postgres.stop()
    },
  }
}
