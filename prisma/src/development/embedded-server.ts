import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { PGlite } from '@electric-sql/pglite'

export interface EmbeddedServer {
  readonly port: number
  readonly stop: () => Promise<void>
}

/**
 * Speaks the Postgres protocol on the loopback interface for a PGlite, which has one session only.
 * A connection gets the session with its first message and gives it back when the server is idle
 * again: after a whole query, after a whole transaction. (`@electric-sql/pglite-socket` lets others
 * in between the messages of one query, and `portal "" does not exist` comes of it.)
 *
 * @example
 * const server = await serveEmbedded(await PGlite.create(), 54320)
 */
export async function serveEmbedded(db: PGlite, port: number): Promise<EmbeddedServer> {
  const session = createSession(db)
  const greeting = await session.turn((run) => run(STARTUP))
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    // A client that vanishes is no news; what it held is given back in serveConnection.
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

type Run = (message: Uint8Array) => Promise<Uint8Array>

interface Session {
  /** Waits for the session, and has it until `work` is done. */
  turn: <Result>(work: (run: Run) => Promise<Result>) => Promise<Result>
}

function createSession(db: PGlite): Session {
  let last: Promise<unknown> = Promise.resolve()
  // A copy: the next call writes over the memory that an answer lies in.
  const run: Run = async (message) => Uint8Array.from(await db.execProtocolRaw(message))
  return {
    turn: (work) => {
      const mine = last.then(() => work(run))
      last = mine.catch(() => undefined)
      return mine
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
    else await session.turn((run) => untilIdle(run, bytes))
  }

  async function untilIdle(run: Run, first: Uint8Array): Promise<void> {
    let status: string | undefined
    try {
      let bytes: Uint8Array | undefined = first
      while (bytes && status !== 'I') {
        const answer = await run(bytes)
        socket.write(answer)
        status = statusOf(answer)
        if (status !== 'I') bytes = await nextBytes()
      }
    } finally {
      if (status !== 'I') {
        await run(SYNC)
        await run(ROLLBACK)
      }
    }
  }

  /** Nothing where the client takes its leave. */
  async function nextBytes(): Promise<Uint8Array | undefined> {
    const next = await messages.next()
    return next.done || next.value.type === 'X' ? undefined : next.value.bytes
  }
}

/** The status in a ReadyForQuery at the end of an answer: idle, in a transaction, in a failed one. */
function statusOf(answer: Uint8Array): string | undefined {
  const tail = answer.subarray(-6)
  return tail[0] === 0x5a && tail[4] === 5 ? String.fromCharCode(tail[5] ?? 0) : undefined
}

interface Message {
  readonly type: string
  readonly bytes: Uint8Array
}

async function* readMessages(socket: Socket): AsyncGenerator<Message, void> {
  let buffer = Buffer.alloc(0)
  let started = false
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    buffer = Buffer.concat([buffer, chunk])
    for (;;) {
      const header = started ? 1 : 0
      if (buffer.length < header + 4) break
      const length = header + buffer.readInt32BE(header)
      if (length < header + 4 || length > LONGEST) throw new Error('not the Postgres protocol')
      if (buffer.length < length) break
      const bytes = Uint8Array.from(buffer.subarray(0, length))
      const type: string = started ? String.fromCharCode(bytes[0] ?? 0) : startupType(buffer)
      started ||= type === 'startup'
      buffer = buffer.subarray(length)
      yield { type, bytes }
    }
  }
}

function startupType(buffer: Buffer): 'startup' | 'encryption' | 'cancel' {
  switch (buffer.readInt32BE(4)) {
    case 80877102:
      return 'cancel'
    case 80877103: // SSLRequest
    case 80877104: // GSSENCRequest
      return 'encryption'
    default:
      return 'startup'
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}

function message(type: string, body: string | Buffer): Uint8Array {
  const content = Buffer.from(body)
  const length = Buffer.alloc(4)
  length.writeInt32BE(content.length + 4)
  return new Uint8Array(Buffer.concat([Buffer.from(type), length, content]))
}

const LONGEST = 1024 ** 3
const SYNC = message('S', '')
const ROLLBACK = message('Q', 'ROLLBACK\0')
const STARTUP = message('', Buffer.from('\0\x03\0\0user\0postgres\0database\0postgres\0\0'))
