import { randomUUID } from 'node:crypto'
import { applyMigrations } from '@gimbal/db/migrate'
import { createDb, type Db } from '@gimbal/db/node'
import { startPostgres, type TestPostgres } from '@gimbal/db/testing'
import { hashPassword } from '../src/password.ts'
import { createToken, hashToken } from '../src/token.ts'
import { type Reply, send, type Sent } from './send.ts'

/** A started host: the URL of the API, and its log so far. */
export interface Started {
  readonly url: string
  readonly stop: () => Promise<unknown>
  readonly output?: () => string
}

export type Start = (env: { readonly DATABASE_URL: string }) => Promise<Started>

export interface Account {
  readonly name: string
  readonly email: string
  readonly password: string
}

export interface Person extends Account {
  readonly id: number
  readonly token: string
}

export interface SessionTimes {
  readonly expiresAt?: Date
  readonly lastUsedAt?: Date
}

/** The running API and its helpers, for the test cases. */
export interface Api {
  readonly send: (target: string, sent?: Sent) => Promise<Reply>
  /** A new body for `POST /users`. */
  readonly account: () => Account
  /** An account with a token, written to the database directly, since hashes take time. */
  readonly person: () => Promise<Person>
  /** Opens one more session of an account; its times may lie in the past. */
  readonly session: (id: number, times?: SessionTimes) => Promise<string>
  readonly basePath: string
  readonly db: Db
  readonly postgres: TestPostgres
  readonly output: (() => string) | undefined
  /** Texts that must not be in a response or in the log. */
  readonly secrets: Set<string>
  /** Texts that must not be in the log. */
  readonly addresses: Set<string>
  readonly replies: { readonly target: string; readonly reply: Reply }[]
  readonly stop: () => Promise<void>
}

/** Starts a database, and the API on a host with that database. */
export async function startApi(start: Start): Promise<Api> {
  const postgres = await startPostgres()
  await applyMigrations(postgres.url)
  const db = createDb(postgres.url)
  const host = await start({ DATABASE_URL: postgres.url })
  const secrets = new Set<string>()
  const addresses = new Set<string>()
  const replies: { target: string; reply: Reply }[] = []
  const passwordHash = await hashPassword(PASSWORD)
  secrets.add(passwordHash).add(PASSWORD)

  const account = (): Account => {
    const id = randomUUID()
    const password = `secret ${id}`
    const email = `Ada.${id}@Example.com`
    secrets.add(password)
    addresses.add(email)
    return { name: `Ada ${id.slice(0, 8)}`, email, password }
  }
  const session: Api['session'] = async (userId, times) => {
    const token = createToken()
    const tokenHash = hashToken(token) as string
    secrets.add(token).add(tokenHash)
    const expiresAt = new Date(Date.now() + 60_000)
    await db.session.create({ data: { userId, tokenHash, expiresAt, ...times } })
    return token
  }
  return {
    send: async (target, sent) => {
      const reply = await send(host.url, target, sent)
      const token: unknown = reply.json?.accessToken
      if (typeof token === 'string') secrets.add(token).add(hashToken(token) ?? token)
      replies.push({ target, reply })
      return reply
    },
    account,
    session,
    person: async () => {
      const { name, email } = account()
      const data = { name, email, emailKey: email.toLowerCase(), passwordHash }
      const { id } = await db.user.create({ data })
      return { id, name, email, password: PASSWORD, token: await session(id) }
    },
    basePath: new URL(host.url).pathname.replace(/\/$/, ''),
    db,
    postgres,
    output: host.output,
    secrets,
    addresses,
    replies,
    stop: async () => {
      await host.stop()
      await db.$disconnect()
      await postgres.stop()
    },
  }
}

const PASSWORD = 'hunter2 and its friends'
