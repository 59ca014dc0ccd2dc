import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { startLocalAccelerate } from '@gimbal/db/local-accelerate'
import { startPgBouncer } from './pgbouncer.ts'
import type { Way, WayKind } from './ways.ts'

/** Instances of a Lambda function, in so few processes that they fit on one machine. */
const PROCESSES = 10

export const lambdaWays: readonly WayKind[] = [
  { name: 'directly, a connection each', open: openInstances },
  {
    name: 'through PgBouncer',
    open: async (url, clients) => withPooler(await startPgBouncer(url), clients),
  },
  {
    name: 'through Accelerate',
    open: async (url, clients) => withPooler(await startLocalAccelerate(url), clients),
  },
]

interface Pooler {
  readonly url: string
  readonly stop: () => Promise<void>
}

function withPooler(pooler: Pooler, clients: number): Way {
  const way = openInstances(pooler.url, clients)
  return {
    ...way,
    close: async () => {
      await way.close()
      await pooler.stop()
    },
  }
}

/**
 * Starts one instance for each client. Each has its first request in `warmUp`, one after another in a
 * process: on one machine they would otherwise wait for each other's cold starts.
 */
function openInstances(url: string, clients: number): Way {
  const waiting = new Map<number, (error: string) => void>()
  const children = Array.from({ length: PROCESSES }, (): ChildProcess => {
    const child = fork(new URL('lambda-instances.ts', import.meta.url), {
      env: { ...process.env, DATABASE_URL: url },
    })
    child.on('message', ({ client, error }: { client: number; error: string }) => {
      waiting.get(client)?.(error)
    })
    return child
  })
  const request = (client: number): Promise<void> =>
    new Promise<void>((resolve, reject) => {
      waiting.set(client, (error) => (error === '' ? resolve() : reject(new Error(error))))
      children[client % PROCESSES]!.send(client)
    })
  const warm = async (_: unknown, first: number): Promise<void> => {
    for (let client = first; client < clients; client += PROCESSES)
      await request(client).catch(() => undefined)
  }
  return {
    request,
    warmUp: async () => void (await Promise.all(Array.from({ length: PROCESSES }, warm))),
    close: async () => {
      const ended = children.map((child) => once(child, 'exit'))
      for (const child of children) child.kill('SIGKILL')
      await Promise.all(ended)
    },
  }
}
