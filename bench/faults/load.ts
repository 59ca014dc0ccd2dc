import { Client } from 'pg'
import type { FaultApi } from './api.ts'
import { type Answer, ask } from './ask.ts'

export interface LoadResult {
  readonly reads: readonly Answer[]
  readonly writes: readonly Write[]
}

/** Each account is written only once, so its name shows if that write happened. */
export interface Write extends Answer {
  readonly accountId: number
  readonly name: string
}

/**
 * Sends requests at a fixed rate, one in four of them a write, until it is stopped or each account
 * was
 * written.
 *
 * @example
 * const load = startLoad(api, 200)
 * const { reads, writes } = await load.stop()
 */
export function startLoad(
  api: FaultApi,
  rate: number,
): { readonly stop: () => Promise<LoadResult> } {
  const reads: Promise<Answer>[] = []
  const writes: Promise<Write>[] = []
  const start = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    const due = ((performance.now() - start) / 1000) * rate
    for (; sent < due && writes.length < api.accounts.length; sent++) {
      const account = api.accounts[writes.length]!
      if (sent % 4 === 0) writes.push(write(api, account.id, account.token))
      else reads.push(ask(`${api.url}/users/me`, { token: account.token }))
    }
  }, 10)
  return {
    stop: async () => {
      clearInterval(timer)
      return { reads: await Promise.all(reads), writes: await Promise.all(writes) }
    },
  }
}

/** Counts the writes with a 2xx that are not in the database. */
export async function countLost(api: FaultApi, writes: readonly Write[]): Promise<number> {
  const observer = new Client(api.postgres.url)
  await observer.connect()
  const { rows } = await observer.query<{ id: number; name: string }>('SELECT id, name FROM "User"')
  await observer.end()
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return writes.filter(({ status, accountId, name }) => {
    return status === 200 && names.get(accountId) !== name
  }).length
}

async function write(api: FaultApi, accountId: number, token: string): Promise<Write> {
  const name = `write ${String(accountId)}`
  const answer = await ask(`${api.url}/users/me`, { method: 'PATCH', token, json: { name } })
  return { ...answer, accountId, name }
}
