import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import { type Api, type Start, startApi } from './api.ts'
import { describeDatabaseDown } from './cases/database-down.ts'
import { describeDeletion } from './cases/deletion.ts'
import { describeEvents } from './cases/events.ts'
import { describeFairShares } from './cases/fair-shares.ts'
import { describeHealth } from './cases/health.ts'
import { describeProfile } from './cases/profile.ts'
import { describeRegistration } from './cases/registration.ts'
import { describeSecrets } from './cases/secrets.ts'
import { describeSessionLifetime } from './cases/session-lifetime.ts'
import { describeSessionList } from './cases/session-list.ts'
import { describeSessions } from './cases/sessions.ts'
import { describeSignIn } from './cases/sign-in.ts'
import { describeTokens } from './cases/tokens.ts'
import { describeUsers } from './cases/users.ts'

export { describeLateFailures } from './late-failures.ts'
export { startEntryPoint } from './start-entry-point.ts'
export type { Start, Started } from './api.ts'

export interface UsersApiOptions {
  readonly start: Start
  /** What the host does not have, each with the reason: the tests of it are left out. */
  readonly without?: {
    /** Several requests at a time in one process, which shares of its work need. */
    readonly concurrency?: string
  }
  /** The titles of tests that fail, each with the reason. Such a test fails if it passes. */
  readonly knownDeviations?: Readonly<Record<string, string>>
}

/**
 * Tests the users API over real HTTP, on its own real Postgres, for any host.
 *
 * @example
 * describeUsersApi('my host', {
 *   start: async ({ DATABASE_URL }) => {
 *     const server = await serve(toNode(app, { services: { db: createDb(DATABASE_URL) } }))
 *     return { url: server.url, stop: server.close }
 *   },
 * })
 */
export function describeUsersApi(
  name: string,
  { start, without = {}, knownDeviations = {} }: UsersApiOptions,
): void {
  describe(`users API on ${name}`, { timeout: 30_000 }, () => {
    let api: Api | undefined
    beforeAll(async () => {
      api = await startApi(start)
    }, 60_000)
    afterAll(() => api?.stop(), 30_000)
    beforeEach(({ task }) => {
      if (Object.hasOwn(knownDeviations, task.name)) (task as { fails?: boolean }).fails = true
    })
    const get = (): Api => api as Api

    describeRegistration(get)
    describeSignIn(get)
    if (!without.concurrency) describeFairShares(get)
    describeTokens(get)
    describeSessions(get)
    describeSessionList(get)
    describeSessionLifetime(get)
    describeProfile(get)
    describeDeletion(get)
    describeUsers(get)
    describeHealth(get)
    describeEvents(get)
    // These two are last: one stops the database, the other reads the output of all tests before.
    describeDatabaseDown(get)
    describeSecrets(get)
  })
}
