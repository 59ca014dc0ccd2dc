import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { RunningWorkerd } from '@gimbal/test-support/workerd'
import { Client } from 'pg'
import { isSuccess } from './ask.ts'
import {
  askMany,
  countConnections,
  countRuntimeErrors,
  readMemories,
  untilNone,
  withWorkerd,
} from './lifetimes.ts'
import type { Site } from './site.ts'

export interface HangUp {
  /** Clients that leave before their response. */
  readonly clients: number
  /**
   * True if theirs are the first requests of the isolate, so that they start work that later
   * requests use.
   */
  readonly isCold: boolean
}

/** Clients leave while their queries wait, three times; then other clients send requests. */
export async function hangUp(site: Site, { clients, isCold }: HangUp) {
  return withWorkerd(site, async (workerd, observer) => {
    // A warm isolate has served as many concurrent clients before, so its memory has reached its
    // size.
    const warm = { count: clients * 3, concurrency: clients }
    if (!isCold) await askMany(workerd, site, warm)
    const before = await readMemories(workerd)
    const open: number[] = []
    let left = 0
    let freeAfterMs = 0
    for (let round = 0; round < 3; round++) {
      const release = await lockSessions(site)
      const sockets = Array.from({ length: clients }, () => begin(workerd, site))
      // By then all queries of a warm isolate are waiting; a cold isolate is still loading the
      // client.
      await delay(isCold && round === 0 ? 20 : 500)
      open.push(await countConnections(observer))
      for (const socket of sockets) socket.destroy()
      await delay(300)
      await release()
      const start = performance.now()
      left += await untilNone(observer)
      freeAfterMs = Math.max(freeAfterMs, performance.now() - start)
    }
    const after = await readMemories(workerd)
    const later = await askMany(workerd, site, { count: 40, concurrency: 10 })
    return {
      connections: Math.max(...open),
      connectionsAfter: left,
      freeAfterMs,
      wasmGrowthKiB: (after.bytes - before.bytes) / 1024,
      failuresAfter: later.filter((answer) => !isSuccess(answer)).length,
      runtimeErrors: countRuntimeErrors(workerd),
    }
  })
}

function begin({ port }: RunningWorkerd, { token }: Site): Socket {
  const socket = connect(port, '127.0.0.1')
  const head = `GET /users/me HTTP/1.1\r\nHost: a.test\r\nAuthorization: Bearer ${token}\r\n\r\n`
  socket.on('error', () => undefined).write(head)
  return socket
}

/** Locks the table: reads wait until it is released. */
async function lockSessions({ postgres }: Site): Promise<() => Promise<void>> {
  const holder = new Client(postgres)
  await holder.connect()
  await holder.query('BEGIN; LOCK TABLE "Session" IN ACCESS EXCLUSIVE MODE')
  return () => holder.end()
}
