import { setTimeout as delay } from 'node:timers/promises'
import { describeDatabaseError } from '../errors/error-map.ts'
import type { DatabaseService, Db } from './types.ts'

export interface ProbedService<Env> {
  readonly lifetime: 'process'
  readonly create: (env: Env) => Promise<Db>
  readonly dispose: (db: Db) => Promise<void>
}

/** Its message is for the one who starts the server: it holds no value of the connection string. */
export class DatabaseStartError extends Error {
  override readonly name = 'DatabaseStartError'
}

/**
 * A database service that has answered once before the server listens: a start with a database
 * that nobody can reach should fail there and then, and not at the first request.
 *
 * @example
 * await serve(toNode(app, { services: { db: probed(databaseService()) } }))
 */
export function probed<Env>(service: DatabaseService<Env>, timeout = 5_000): ProbedService<Env> {
  return {
    lifetime: 'process',
    create: async (env) => {
      const db = service.create(env)
      try {
        await probe(db, timeout)
      } catch (error) {
        void service.dispose(db).catch(() => undefined)
        throw error
      }
      return db
    },
    dispose: service.dispose,
  }
}

/** A database that is just waking up, or starting beside us, has until the timeout. */
async function probe(db: Db, timeout: number): Promise<void> {
  const late = delay(timeout, UNREACHABLE, { ref: false })
  for (;;) {
    const words = await Promise.race([ask(db), late])
    if (words === undefined) return
    const over = words !== UNREACHABLE || (await Promise.race([delay(200), late])) === UNREACHABLE
    if (over) throw new DatabaseStartError(words)
  }
}

/** What is wrong, or nothing. */
async function ask(db: Db): Promise<string | undefined> {
  try {
    await db.$queryRaw`SELECT 1`
    return undefined
  } catch (error) {
    return describe(error)
  }
}

/** By Prisma's kinds and codes, and by SQLSTATE; the messages beside them name hosts and users. */
function describe(error: unknown): string {
  if (describeDatabaseError(error)?.kind === 'unavailable') return UNREACHABLE
  for (const name of namesIn(error)) {
    const words = WORDS.get(name)
    if (words) return words
  }
  return 'the database of DATABASE_URL cannot be used: check its host, its user and its options'
}

function* namesIn(error: unknown): Generator<string> {
  const queue = [error]
  for (let seen = 0; queue.length > 0 && seen < 16; seen++) {
    const value = queue.shift() as Loose | undefined
    if (typeof value !== 'object' || value === null) continue
    for (const name of [value.kind, value.originalCode, value.code])
      if (typeof name === 'string') yield name
    queue.push(value.meta?.driverAdapterError, value.cause)
  }
}

interface Loose {
  readonly kind?: unknown
  readonly code?: unknown
  readonly originalCode?: unknown
  readonly message?: unknown
  readonly meta?: { readonly driverAdapterError?: unknown }
  readonly cause?: unknown
}

const UNREACHABLE =
  'the database of DATABASE_URL does not answer: start it, or correct host and port in DATABASE_URL'
const REFUSED =
  'the database refuses the user or the password of DATABASE_URL: correct them in DATABASE_URL'
const MISSING =
  'the database that DATABASE_URL names does not exist on its server: create it, or correct its name'
const UNTRUSTED =
  'the TLS connection to the database fails: correct sslmode or the certificate in DATABASE_URL'
const NO_KEY = 'Accelerate refuses the api_key of DATABASE_URL: correct it in DATABASE_URL'

const WORDS: ReadonlyMap<string, string> = new Map([
  ['DatabaseNotReachable', UNREACHABLE],
  ['SocketTimeout', UNREACHABLE],
  ['ConnectionClosed', UNREACHABLE],
  ['AuthenticationFailed', REFUSED],
  ['DatabaseAccessDenied', REFUSED],
  ['28P01', REFUSED],
  ['28000', REFUSED],
  ['P1000', REFUSED],
  ['P1010', REFUSED],
  ['DatabaseDoesNotExist', MISSING],
  ['3D000', MISSING],
  ['P1003', MISSING],
  ['TlsConnectionError', UNTRUSTED],
  ['P1011', UNTRUSTED],
  ['P5007', NO_KEY],
  ['P6002', NO_KEY],
])
