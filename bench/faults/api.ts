import { applyMigrations } from '@gimbal/db/migrate'
import { startPostgres, type TestPostgres } from '@gimbal/db/testing'
import { type ServerProcess, startServer } from './server-process.ts'
import { type Account, createAccounts } from './sign-in.ts'

/** The users API on Express in a separate process, with its own Postgres. */
export interface FaultApi extends ServerProcess {
  readonly postgres: TestPostgres
  readonly accounts: readonly Account[]
}

export interface FaultOptions {
  /** Connections in the pool of the API. @default 10 */
  readonly poolSize?: number
  /** Settings of Postgres. */
  readonly settings?: Readonly<Record<string, string>>
  readonly accounts?: number
}

/**
 * Runs a fault on an API with some signed-in accounts, and always stops the API afterwards.
 *
 * @example
 * await withApi({ poolSize: 5 }, (api) => ask(`${api.url}/health/ready`))
 */
export async function withApi<Figures>(
  { poolSize = 10, settings, accounts = 1 }: FaultOptions,
  work: (api: FaultApi) => Promise<Figures>,
): Promise<Figures> {
  const postgres = await startPostgres(settings)
  try {
    await applyMigrations(postgres.url)
    const signedIn = await createAccounts(postgres.url, accounts)
    const env = { DATABASE_URL: postgres.url, POOL_SIZE: String(poolSize) }
    const server = await startServer(env)
    try {
      return await work({ ...server, postgres, accounts: signedIn })
    } finally {
      await server.stop()
    }
  } finally {
    await postgres.stop()
  }
}
