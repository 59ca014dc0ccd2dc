import { DatabaseUrlError } from '../client/database-url.ts'
import { describeDatabaseError } from './error-map.ts'

/**
 * Says in one line what a database command failed of and how to mend it; never with a part of
 * DATABASE_URL.
 *
 * @example
 * console.error(explainFailure(error, 'the database of DATABASE_URL'))
 */
export function explainFailure(error: unknown, title: string): string {
  const message = messageOf(error)
  if (error instanceof DatabaseUrlError || error instanceof MigrationFailure) return message
  const hint = [...codesOf(error)].map((code) => HINTS.get(code)).find((text) => text !== undefined)
  const words = hint ?? WORDS.find(([pattern]) => pattern.test(message))?.[1]
  if (words) return `${capital(title)} ${words}`
  if (describeDatabaseError(error)?.kind === 'unavailable')
    return `${capital(title)} ${UNAVAILABLE}`
  return oneLine(message)
}

/** What came of one migration, now or at an earlier try. */
export class MigrationFailure extends Error {
  override readonly name = 'MigrationFailure'

  constructor(migration: string, cause: unknown) {
    const words = messageOf(cause)
    const reason = /failed migrations/.test(words) ? 'failed earlier' : `failed: ${oneLine(words)}`
    super(`Migration ${migration} ${reason}. ${MEND}`, { cause })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function* codesOf(error: unknown, depth = 0): Generator<string> {
  if (typeof error !== 'object' || error === null || depth > 4) return
  const { code, originalCode, kind, cause } = error as Readonly<Record<string, unknown>>
  for (const value of [originalCode, code, kind]) if (typeof value === 'string') yield value
  yield* codesOf(cause, depth + 1)
}

// What is between backticks may be a part of the URL. The client puts the reason last.
function oneLine(message: string): string {
  const lines = message.split('\n').filter((text) => text.trim() !== '')
  const line = /^Invalid .* invocation/.test(lines[0] ?? '') ? lines.at(-1) : lines[0]
  return (line ?? 'It failed without a word').trim().replaceAll(/`[^`]*`/g, '…')
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

const WRONG_PASSWORD = 'refuses the user or the password: put the right ones into DATABASE_URL'
const NO_DATABASE = 'does not exist on that server: create it, or name another in DATABASE_URL'
const NO_TLS = 'does not take our TLS: see sslmode in DATABASE_URL'
const UNAVAILABLE =
  'cannot be reached: see that it runs, and that DATABASE_URL has the right host and port'

const HINTS: ReadonlyMap<string, string> = new Map([
  ['28P01', WRONG_PASSWORD],
  ['28000', WRONG_PASSWORD],
  ['AuthenticationFailed', WRONG_PASSWORD],
  ['P1000', WRONG_PASSWORD],
  ['P1010', WRONG_PASSWORD],
  ['3D000', NO_DATABASE],
  ['P1003', NO_DATABASE],
  ['P2021', 'has no tables yet: run db:migrate first'],
  ['DatabaseDoesNotExist', NO_DATABASE],
  ['42501', 'does not let this user do that: take a user who owns the tables'],
  ['TlsConnectionError', NO_TLS],
  ['P1011', NO_TLS],
])

// The schema engine gives no code.
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^Can't reach database server/, UNAVAILABLE],
  [/^Authentication failed|was denied access/, WRONG_PASSWORD],
  [/^Database .* does not exist/, NO_DATABASE],
  [/^Error opening a TLS connection/, NO_TLS],
]

const MEND =
  'Mend its SQL, then start afresh with db:reset or, to keep the data, tell Prisma: prisma migrate resolve --rolled-back NAME'
