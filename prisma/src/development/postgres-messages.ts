import type { Socket } from 'node:net'

export interface PostgresMessage {
  /** One letter, or the kind of a message that comes before the session. */
  readonly type: string
  readonly bytes: Uint8Array
}

/**
 * Splits the bytes from a client into messages of the Postgres protocol.
 *
 * @example
 * for await (const { type, bytes } of readMessages(socket)) console.log(type, bytes.length)
 */
export async function* readMessages(socket: Socket): AsyncGenerator<PostgresMessage, void> {
  let buffer = Buffer.alloc(0)
  let hasStarted = false
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    buffer = Buffer.concat([buffer, chunk])
    for (;;) {
      const header = hasStarted ? 1 : 0
      if (buffer.length < header + 4) break
      const length = header + buffer.readInt32BE(header)
      if (length < header + 4 || length > MAX_MESSAGE_LENGTH)
        throw new Error('not the Postgres protocol')
      if (buffer.length < length) break
      const bytes = Uint8Array.from(buffer.subarray(0, length))
      const type: string = hasStarted ? String.fromCharCode(bytes[0] ?? 0) : startupType(buffer)
      hasStarted ||= type === 'startup'
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

/**
 * The status in the ReadyForQuery message at the end of a response: `I` idle, `T` in a transaction,
 * `E` in a failed transaction.
 *
 * @example
 * sessionStatus(answer) // 'I'
 */
export function sessionStatus(answer: Uint8Array): string | undefined {
  const tail = answer.subarray(-6)
  return tail[0] === 0x5a && tail[4] === 5 ? String.fromCharCode(tail[5] ?? 0) : undefined
}

function createMessage(type: string, body: string | Buffer): Uint8Array {
  const content = Buffer.from(body)
  const length = Buffer.alloc(4)
  length.writeInt32BE(content.length + 4)
  return new Uint8Array(Buffer.concat([Buffer.from(type), length, content]))
}

const MAX_MESSAGE_LENGTH = 1024 ** 3

export const SYNC: Uint8Array = createMessage('S', '')
export const ROLLBACK: Uint8Array = createMessage('Q', 'ROLLBACK\0')
export const STARTUP: Uint8Array = createMessage(
  '',
  Buffer.from('\0\x03\0\0user\0postgres\0database\0postgres\0\0'),
)
