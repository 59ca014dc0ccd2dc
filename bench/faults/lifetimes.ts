import { readFileSync } from 'node:fs'
import { type RunningWorkerd, startWorkerd } from '@gimbal/test-support/workerd'
import { Client } from 'pg'
import { type Answer, ask, isSuccess } from './ask.ts'
import type { Site } from './site.ts'
import type { Memories } from './worker/record-memories.ts'

export interface Span {
  /** Warm-up requests: V8's heap grows to its working size, which is not a leak. */
  readonly warm: number
  readonly counted: number
}

/** Sends fifty simultaneous requests to a cold isolate, then thousands, eight at a time. */
export async function outlive(site: Site, { warm, counted }: Span) {
  return withWorkerd(site, async (workerd, observer) => {
    const cold = await askMany(workerd, site, { count: 50, concurrency: 50 })
    const most = { connections: 0 }
    const counting = setInterval(() => {
      void countConnections(observer).then((count) => {
        most.connections = Math.max(most.connections, count)
      })
    }, 50)
    const first = await askMany(workerd, site, { count: warm, concurrency: 8 })
    const early = { memories: await readMemories(workerd), resident: residentMiB(workerd) }
    const rest = await askMany(workerd, site, { count: counted, concurrency: 8 })
    const late = { memories: await readMemories(workerd), resident: residentMiB(workerd) }
    clearInterval(counting)
    const answers = [...cold, ...first, ...rest]
    return {
      requests: answers.length,
      failures: answers.filter((answer) => !isSuccess(answer)).length,
      runtimeErrors: countRuntimeErrors(workerd),
      connectionsAtMost: most.connections,
      connectionsAfter: await untilNone(observer),
      wasmMemories: late.memories.count,
      wasmKiB: late.memories.bytes / 1024,
      wasmGrowthKiB: (late.memories.bytes - early.memories.bytes) / 1024,
      residentGrowthMiB: late.resident - early.resident,
    }
  })
}

/** Runs the Worker in workerd with an observer of the database, and stops both. */
export async function withWorkerd<Figures>(
  { worker, database, postgres }: Site,
  work: (workerd: RunningWorkerd, observer: Client) => Promise<Figures>,
): Promise<Figures> {
  const observer = new Client(postgres)
  await observer.connect()
  try {
    const workerd = await startWorkerd({ worker, bindings: { DATABASE_URL: database } })
    try {
      return await work(workerd, observer)
    } finally {
      await workerd.stop()
    }
  } finally {
    await observer.end()
  }
}

export async function askMany(
  { url }: RunningWorkerd,
  { token }: Site,
  { count, concurrency }: { readonly count: number; readonly concurrency: number },
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  let sent = 0
  const next = async (): Promise<void> => {
    while (sent++ < count) answers.push(await ask(`${url}/users/me`, { token }))
  }
  await Promise.all(Array.from({ length: concurrency }, next))
  return answers
}

/**
 * Counts the connections of the API's clients, without the observer's and those of Accelerate's
 * pool.
 */
export async function countConnections(observer: Client): Promise<number> {
  const { rows } = await observer.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'gimbal'`,
  )
  return rows[0]!.count
}

/** Waits up to three seconds until no connection is left; returns the number of remaining ones. */
export async function untilNone(observer: Client): Promise<number> {
  const end = performance.now() + 3_000
  let count = await countConnections(observer)
  while (count > 0 && performance.now() < end) count = await countConnections(observer)
  return count
}

/** Counts workerd's errors about a request that uses an object of another request. */
export function countRuntimeErrors({ output }: RunningWorkerd): number {
  return [...output().matchAll(/different request|hung|Cannot perform I\/O/gi)].length
}

export async function readMemories({ url }: RunningWorkerd): Promise<Memories> {
  return (await (await fetch(`${url}/memories`)).json()) as Memories
}

function residentMiB({ pid }: RunningWorkerd): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024
}
