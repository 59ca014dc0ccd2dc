import { toExpress } from '@gimbal/adapter-express'
import { serve } from '@gimbal/adapter-node'
import { applyMigrations } from '@gimbal/db/migrate'
import { databaseService, type Db, type DbOptions } from '@gimbal/db/node'
import { startPostgres, type TestPostgres } from '@gimbal/db/testing'
import { app } from '@gimbal/users-api'
import express from 'express'
import { type Account, createAccounts } from './sign-in.ts'

/** The users API on Express in this process, on a Postgres of its own. */
export interface FaultApi {
  readonly url: string
  readonly postgres: TestPostgres
  /** The client that the API uses, to hold its connections. */
  readonly db: Db
  readonly accounts: readonly Account[]
  readonly stop: () => Promise<void>
}

export interface FaultOptions {
  readonly pool?: DbOptions
  readonly settings?: Readonly<Record<string, string>>
  readonly accounts?: number
}

/**
 * Starts the users API with some accounts that are signed in. Its log goes nowhere.
 *
 * @example
 * const api = await startFaultApi({ pool: { max: 5 } })
 */
export async function startFaultApi(options: FaultOptions = {}): Promise<FaultApi> {
  const unmute = muteConsole()
  const postgres = await startPostgres(options.settings)
  await applyMigrations(postgres.url)
  const accounts = await createAccounts(postgres.url, options.accounts ?? 1)
  const provider = databaseService(options.pool)
  const db = provider.create({ DATABASE_URL: postgres.url })
  const api = toExpress(app, { services: { db } })
  const host = '127.0.0.1'
  const server = await serve(express().use(api), { host, port: 0, lifecycle: api })
  return {
    url: `http://${host}:${String(server.port)}`,
    postgres,
    db,
    accounts,
    stop: async () => {
      await server.close()
      await provider.dispose(db)
      await postgres.stop()
      unmute()
    },
  }
}

function muteConsole(): () => void {
  const { log, error } = console
  const nothing = (): void => undefined
  Object.assign(console, { log: nothing, error: nothing })
  return () => void Object.assign(console, { log, error })
}
