import { randomBytes } from 'node:crypto'
import { generateClient } from '../../prisma/src/migration/generate.ts'
import { hashPassword } from '../../apps/users-api/src/password.ts'
import { NewUser } from '../../apps/users-api/src/schemas.ts'
import { createProgress } from './progress.ts'
import type { Task } from './run.ts'

/**
 * `db:seed --users N [--password P]`: fills the database up to N made-up users, all with the one
 * password.
 *
 * @example
 * await seed({ ...task, options: { users: '100000' } })
 */
export async function seed({ options, open }: Task): Promise<number> {
  const users = readCount(options.users)
  const given = readPassword(options.password)
  const password = given ?? randomBytes(12).toString('base64url')
  const { url, title } = await open()
  await generateClient()
  // Only now: on a fresh clone there is no client before it is generated.
  const { createDb } = await import('../../prisma/src/client/node.ts')
  const { seedUsers } = await import('../../prisma/src/development/seed.ts')
  const db = createDb(url, { connectionTimeoutMillis: 10_000 })
  const progress = createProgress(users)
  const began = performance.now()
  try {
    const passwordHash = await hashPassword(password)
    const created = await seedUsers(db, { users, passwordHash, onProgress: progress.show })
    progress.clear()
    const seconds = ((performance.now() - began) / 1_000).toFixed(1)
    console.log(`Made ${created.toLocaleString('en')} users in ${title} in ${seconds} s`)
    const earlier = users - created
    if (earlier > 0) console.log(`${earlier.toLocaleString('en')} were there, and stay as they are`)
    if (created > 0 && given === undefined) console.log(`The password of the new ones: ${password}`)
    return 0
  } finally {
    progress.clear()
    await db.$disconnect()
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
