import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Account, type Api, startApi } from './api.ts'
import { startNode } from './start-node.ts'

const CONNECTIONS = 24
const CLIENTS = 3
const SIGN_INS = 7

let api: Api
beforeAll(async () => {
  api = await startApi(startNode)
}, 60_000)
afterAll(() => api.stop())

// On other systems a client cannot choose its address on the loopback interface.
describe.runIf(process.platform === 'linux')(`while ${String(CONNECTIONS)} connections`, () => {
  test('of one address guess the password of one account, its owner signs in', async () => {
    const owner = await api.person()
    await expectServed({ owner, victims: [owner], addresses: 1 })
  }, 120_000)

  test('of one address try many accounts, others sign in', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, api.person))
    const nobodies = Array.from({ length: 12 }, api.account)
    const owner = await api.person()
    await expectServed({ owner, victims: [...people, ...nobodies], addresses: 1 })
  }, 120_000)

  test('of four addresses guess the password of one account, its owner signs in', async () => {
    const owner = await api.person()
    await expectServed({ owner, victims: [owner], addresses: 4 })
  }, 120_000)
})

interface Attack {
  readonly owner: Account
  readonly victims: readonly Account[]
  /** The number of addresses that the hostile connections use. */
  readonly addresses: number
}

/** Asserts that at least 95 % of correct sign-ins from other addresses succeed, and prints the share. */
async function expectServed({ owner, victims, addresses }: Attack): Promise<void> {
  let isOver = false
  let hostile = 0
  const attack = async (index: number): Promise<void> => {
    const from = `127.0.1.${String(1 + (index % addresses))}`
    const { email } = victims[index % victims.length]!
    while (!isOver) {
      const body = { email, password: 'not the password' }
      const { status } = await api.send('POST /sessions', { from, body })
      expect([401, 503]).toContain(status)
      hostile++
    }
  }
  const client = async (index: number): Promise<number[]> => {
    const from = `127.0.2.${String(1 + index)}`
    const statuses: number[] = []
    while (statuses.length < SIGN_INS) {
      const body = { email: owner.email, password: owner.password }
      statuses.push((await api.send('POST /sessions', { from, body })).status)
    }
    return statuses
  }
  const attacks = Promise.all(Array.from({ length: CONNECTIONS }, (_, index) => attack(index)))
  // The attack is running: all places are taken.
  await expect.poll(() => hostile).toBeGreaterThan(CONNECTIONS)
  const statuses = (await Promise.all(Array.from({ length: CLIENTS }, (_, i) => client(i)))).flat()
  isOver = true
  await attacks
  const served = statuses.filter((status) => status === 201).length
  const percent = (100 * served) / statuses.length
  const { currentTestName } = expect.getState()
  process.stdout.write(
    `${currentTestName ?? ''}: ${percent.toFixed(0)} % of ${String(statuses.length)} sign-ins, ` +
      `beside ${String(hostile)} hostile requests\n`,
  )
  expect(percent).toBeGreaterThanOrEqual(95)
}
