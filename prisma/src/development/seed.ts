import { Faker, base, de, en, es, fr, pl, pt_BR } from '@faker-js/faker'
import type { Db } from '../client/types.ts'

export interface SeedOptions {
  readonly users: number
  /** All users get the same hash, because hashing a password for each would take hours. */
  readonly passwordHash: string
  readonly onProgress?: (done: number) => void
}

/**
 * Adds made-up users until the database has `users` of them, and returns how many it added. The
 * user with a given number is always the same, so a second run adds only the missing ones.
 *
 * @example
 * await seedUsers(db, { users: 100_000, passwordHash: await hashPassword('correct horse') })
 */
export async function seedUsers(db: Db, options: SeedOptions): Promise<number> {
  const { users, passwordHash, onProgress } = options
  const people = createPeople()
  let created = 0
  for (let done = 0; done < users;) {
    const size = Math.min(BATCH_SIZE, users - done)
    const data = Array.from({ length: size }, () => ({ ...people.next(), passwordHash }))
    const { count } = await db.user.createMany({ data, skipDuplicates: true })
    created += count
    done += size
    onProgress?.(done)
  }
  return created
}

interface Person {
  readonly name: string
  readonly email: string
  readonly emailKey: string
}

/** Returns the same people in the same order in every run, with names of several languages. */
function createPeople(): { next: () => Person } {
  const fakers = [en, en, de, fr, es, pl, pt_BR].map((locale, index) => {
    const faker = new Faker({ locale: [locale, en, base] })
    faker.seed(index)
    return faker
  })
  let number = 0
  return {
    next: () => {
      const faker = fakers[number % fakers.length]!
      number++
      const firstName = faker.person.firstName()
      const lastName = faker.person.lastName()
      const account = faker.internet.username({ firstName, lastName }).toLowerCase()
      // The number makes the address unique. The domain example.com is reserved for examples.
      const email = `${account}.${number}@example.com`
      return { name: `${firstName} ${lastName}`, email, emailKey: email }
    },
  }
}

// A batch must fit into one statement within the time limit, also on a slow database.
const BATCH_SIZE = 2_000
