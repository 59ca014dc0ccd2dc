import { createHash, randomBytes } from 'node:crypto'
import { createDb } from '@gimbal/db/node'

export interface Account {
  readonly id: number
  readonly token: string
}

/**
 * Creates signed-in accounts directly in the database: registering a thousand of them would take
 * minutes
 * of hashing.
 *
 * @example
 * const [account] = await createAccounts(postgres.url, 1)
 */
export async function createAccounts(url: string, count: number): Promise<readonly Account[]> {
  const db = createDb(url, { max: 1 })
  const users = await db.user.createManyAndReturn({
    data: Array.from({ length: count }, (_, index) => {
      const email = `user${String(index)}@faults.test`
      return { name: 'untouched', email, emailKey: email, passwordHash: '' }
    }),
    select: { id: true },
  })
  const accounts = users.map(({ id }) => ({ id, token: randomBytes(32).toString('base64url') }))
  await db.session.createMany({
    data: accounts.map(({ id, token }) => ({
      userId: id,
      tokenHash: createHash('sha256').update(token).digest('hex'),
      expiresAt: new Date(Date.now() + 3_600_000),
    })),
  })
  await db.$disconnect()
  return accounts
}
