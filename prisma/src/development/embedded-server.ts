import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { PGlite } from '@electric-sql/pglite'
import { ROLLBACK, STARTUP, SYNC, readMessages, sessionStatus } from './postgres-messages.ts'

export interface EmbeddedServer {
  readonly port: number
  readonly stop: () => Promise<void>
}

/**
 * Serves a PGlite, which has only one session, over the Postgres protocol on the loopback
 * interface. A connection gets the session with its first message and returns it when the session
 * is idle again, after a whole query or a whole transaction.
 *
 * The package `@electric-sql/pglite-socket` does not do the job: it lets another connection send
 * between the messages of one query, which fails with `portal "" does not exist`
 * (electric-sql/pglite#1046). test/embedded.test.ts checks that.
 *
 * @example
 * const server = await serveEmbedded(await PGlite.create(), 54320)
 */
export async function serveEmbedded(db: PGlite, port: number): Promise<EmbeddedServer> {
  const session = createSession(db)
  const greeting = await session.useExclusively((send) => send(STARTUP))
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    // A client may disconnect at any time; serveConnection then releases the session.
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    serveConnection(socket, session, greeting).catch(() => socket.destroy())
  })
  await listen(server, port)
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

type Send = (message: Uint8Array) => Promise<Uint8Array>

interface Session {
  /** Waits until the session is free, and keeps it until `work` has ended. */
  useExclusively: <Result>(work: (send: Send) => Promise<Result>) => Promise<Result>
}

function createSession(db: PGlite): Session {
  let last: Promise<unknown> = Promise.resolve()
  // The result is copied, because the next call overwrites its memory.
  const send: Send = async (message) => Uint8Array.from(await db.execProtocolRaw(message))
  return {
    useExclusively: (work) => {
      const current = last.then(() => work(send))
      last = current.catch(() => undefined)
      return current
    },
  }
}

async function serveConnection(
  socket: Socket,
  session: Session,
  greeting: Uint8Array,
): Promise<void> {
  const messages = readMessages(socket)
  for (;;) {
    const next = await messages.next()
    if (next.done) return
    const { type, bytes } = next.value
    if (type === 'startup') socket.write(greeting)
    else if (type === 'encryption') socket.write('N')
    else if (type === 'cancel' || type === 'X') return void socket.end()
    else await session.useExclusively((send) => sendUntilIdle(send, bytes))
  }

  async function sendUntilIdle(send: Send, first: Uint8Array): Promise<void> {
    let status: string | undefined
    try {
      let bytes: Uint8Array | undefined = first
      while (bytes && status !== 'I') {
        const answer = await send(bytes)
        socket.write(answer)
        status = sessionStatus(answer)
        if (status !== 'I') bytes = await nextBytes()
      }
    } finally {
      if (status !== 'I') {
        await send(SYNC)
        await send(ROLLBACK)
      }
    }
  }

  /** Returns `undefined` when the client disconnects. */
  async function nextBytes(): Promise<Uint8Array | undefined> {
    const next = await messages.next()
    return next.done || next.value.type === 'X' ? undefined : next.value.bytes
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}
