import { DatabaseUrlError } from '../errors/database-url-error.ts'

export { DatabaseUrlError }

export type DatabaseUrl =
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'accelerate'; readonly url: string }

/**
 * Checks a connection string and returns which driver it needs; the error names the variable, never
 * its value.
 *
 * @example
 * readDatabaseUrl('postgres://localhost/app').kind // 'postgres'
 */
export function readDatabaseUrl(value: unknown, variable = 'DATABASE_URL'): DatabaseUrl {
  if (typeof value !== 'string' || value === '')
    throw new DatabaseUrlError(`${variable} is not set: it takes ${EXPECTED}`)
  const url = URL.parse(value)
  if (!url) throw new DatabaseUrlError(`${variable} is not a URL: it takes ${EXPECTED}`)
  switch (url.protocol) {
    case 'postgres:':
    case 'postgresql:':
      return { kind: 'postgres', url: value }
    case 'prisma:':
    case 'prisma+postgres:':
      if (!url.searchParams.get('api_key'))
        throw new DatabaseUrlError(`${variable} has no api_key, which Accelerate asks for`)
      return { kind: 'accelerate', url: value }
    default:
      throw new DatabaseUrlError(`${variable} has a scheme we do not know: it takes ${EXPECTED}`)
  }
}

/**
 * Names a database by host, port and name: without the user, the password and the options.
 *
 * @example
 * describeDatabaseUrl('postgres://ada:secret@db.example/app?sslmode=require') // 'db.example:5432/app'
 */
export function describeDatabaseUrl(value: string): string {
  const url = URL.parse(value)
  if (!url) return 'a value that is not a URL'
  const isPostgres = url.protocol.startsWith('postgres')
  const port = url.port || (isPostgres ? '5432' : '')
  return `${url.hostname}${port && `:${port}`}${url.pathname.replace(/^\/$/, '')}`
}

const EXPECTED = 'postgres://…, postgresql://…, prisma://… or prisma+postgres://…'
