import { describe, expect, test } from 'vitest'
import type { Api } from '../api.ts'
import { expectProblem } from '../expect-problem.ts'
import type { Reply } from '../send.ts'

/** More requests than can run and wait at once. */
const MANY = 24

export function describeFairShares(api: () => Api): void {
  // On other systems a client cannot choose its address on the loopback interface.
  describe.runIf(process.platform === 'linux')('the limiter of hashes', () => {
    test('serves one address while another sends more than its share', async () => {
      const { email, password } = await api().person()
      const signIn = (last: number, tried: string) =>
        api().send('POST /sessions', {
          from: `127.0.3.${String(last)}`,
          // Cloudflare's edge would set this; Node hosts use the peer address.
          headers: { 'cf-connecting-ip': `192.0.2.${String(last)}` },
          body: { email, password: tried },
        })
      const replies: Reply[] = []
      const hostile = Array.from({ length: MANY }, async () => {
        replies.push(await signIn(1, 'not the password'))
      })
      // The first refusal shows that all places are taken.
      const isFull = () => replies.some(({ status }) => status === 503)
      await expect.poll(isFull, { interval: 1, timeout: 10_000 }).toBe(true)
      expect((await signIn(2, password)).status).toBe(201)
      const before = replies.length
      await Promise.all(hostile)
      // It did not wait until all others were served.
      expect(before).toBeLessThan(MANY)
      for (const reply of replies) {
        if (reply.status !== 503) expectProblem(reply, 401, 'invalid_credentials')
        else {
          expectProblem(reply, 503, 'busy')
          expect(Number(reply.headers['retry-after'])).toBeGreaterThanOrEqual(1)
        }
      }
    })
  })
}
