import { afterAll, beforeAll, describe } from 'vitest'
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
export function describeUsersApi(name: string, { start }: { readonly start: Start }): void {
  describe(`users API on ${name}`, { timeout: 30_000 }, () => {
    let api: Api | undefined
    beforeAll(async () => {
      api = await startApi(start)
    }, 60_000)
    afterAll(() => api?.stop(), 30_000)
    const get = (): Api => api as Api

    describeRegistration(get)
    describeSignIn(get)
    describeFairShares(get)
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
