import { randomBytes } from 'node:crypto'
import { generateClient } from '../../prisma/src/migration/generate-client.ts'
import { hashPassword } from '../../apps/users-api/src/password.ts'
import { NewUser } from '../../apps/users-api/src/schemas.ts'
import type { CommandContext } from './command.ts'
import { startProgress } from './progress.ts'

/**
 * `db:seed --users N [--password P]`: adds made-up users until the database has N of them. All new
 * users have the same password.
 *
 * @example
 * await seed({ ...context, options: { users: '100000' } })
 */
export async function seed({ options, openDatabase }: CommandContext): Promise<number> {
  const users = readCount(options.users)
  const chosenPassword = readPassword(options.password)
  const password = chosenPassword ?? randomBytes(12).toString('base64url')
  const { url, title } = await openDatabase()
  await generateClient()
  // Imported here, because a fresh clone has no client before `generateClient`.
  const { createDb } = await import('../../prisma/src/client/node.ts')
  const { seedUsers } = await import('../../prisma/src/development/seed.ts')
  const db = createDb(url, { connectionTimeoutMillis: 10_000, timeoutMs: 60_000 })
  const start = performance.now()
  try {
    const passwordHash = await hashPassword(password)
    const created = await withProgress(users, (onProgress) =>
      seedUsers(db, { users, passwordHash, onProgress }),
    )
    const seconds = ((performance.now() - start) / 1_000).toFixed(1)
    console.log(`Made ${created.toLocaleString('en')} users in ${title} in ${seconds} s`)
    const existing = users - created
    if (existing > 0)
      console.log(`${existing.toLocaleString('en')} users existed and are unchanged`)
    if (created > 0 && chosenPassword === undefined)
      console.log(`The password of the new users: ${password}`)
    return 0
  } finally {
    await db.$disconnect()
  }
}

async function withProgress(
  total: number,
  work: (onProgress: (done: number) => void) => Promise<number>,
): Promise<number> {
  const progress = startProgress(total)
  try {
    return await work((done) => progress.update(done))
  } finally {
    progress.stop()
  }
}

function readCount(text: string | undefined): number {
  const count = /^\d{1,7}$/.test(text ?? '') ? Number(text) : 0
  if (count === 0)
    throw new TypeError('db:seed takes the number of users: db:seed --users 1000 (up to 9999999)')
  return count
}

function readPassword(text: string | undefined): string | undefined {
  const parsed = NewUser.shape.password.optional().safeParse(text)
  if (!parsed.success) throw new TypeError(`--password: ${parsed.error.issues[0]?.message}`)
  return parsed.data
}
