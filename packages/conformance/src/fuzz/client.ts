import { connect, type Socket } from 'node:net'

import { type Answer, asCut, MalformedAnswer, parseAnswer } from '../parse-answer.ts'

/** The result of one request. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'closed' | 'hang' | 'dead' }
  | { readonly kind: 'malformed'; readonly what: string }

export interface SendOptions {
  readonly method: string
  /** Uses a new connection. */
  readonly fresh: boolean
  /** Ends the sending side after the request, so that the server does not wait for more. */
  readonly end: boolean
  /** Accepts more bytes after the response: the server may read several requests. */
  readonly several: boolean
  readonly deadline: number
}

export interface Client {
  /** Sends one request; not concurrently. */
  readonly send: (bytes: Buffer, options: SendOptions) => Promise<Outcome>
  readonly close: () => void
}

/** Creates a client that reuses its connection while it is open. */
export function createClient(port: number): Client {
  let kept: Connection | undefined
  const send = async (bytes: Buffer, options: SendOptions): Promise<Outcome> => {
    const reused = options.fresh || kept?.usable() !== true ? undefined : kept
    const connection = reused ?? open(port)
    if (options.fresh || reused === undefined) kept?.close()
    kept = connection
    const outcome = await connection.send(bytes, options)
    if (options.fresh || outcome.kind !== 'answer' || !connection.usable()) {
      connection.close()
      kept = undefined
    }
    // Retry on a new connection: the server may have closed the old one before the request arrived.
    return outcome.kind === 'closed' && reused !== undefined
      ? send(bytes, { ...options, fresh: true })
      : outcome
  }
  return { send, close: () => kept?.close() }
}

interface Connection {
  readonly send: (bytes: Buffer, options: SendOptions) => Promise<Outcome>
  readonly usable: () => boolean
  readonly close: () => void
}

function open(port: number): Connection {
  const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  let rest: Buffer = Buffer.alloc(0)
  let isOpen = true
  let waiting: { method: string; several: boolean; finish: (outcome: Outcome) => void } | undefined

  const step = (ended: boolean, wasReset = false): void => {
    if (waiting === undefined) return
    try {
      for (;;) {
        const next = parseAnswer(rest, waiting.method, ended)
        if (next === undefined) break
        rest = rest.subarray(next.used)
        if (next.answer.status < 200) continue
        const saysClose = next.answer.headers.some(
          ([name, value]) => name === 'connection' && /close/i.test(value),
        )
        if (saysClose || next.answer.framing === 'cut') isOpen = false
        return waiting.finish(
          rest.length > 0 && !waiting.several
            ? { kind: 'malformed', what: `bytes behind the answer: ${shown(rest)}` }
            : { kind: 'answer', answer: wasReset ? asCut(next.answer) : next.answer },
        )
      }
    } catch (error) {
      if (!(error instanceof MalformedAnswer)) throw error
      return waiting.finish({ kind: 'malformed', what: error.message })
    }
    if (ended) {
      const partly = rest.length > 0 ? `half a head: ${shown(rest)}` : undefined
      waiting.finish(
        partly === undefined ? { kind: 'closed' } : { kind: 'malformed', what: partly },
      )
    }
  }
  socket.on('data', (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    step(false)
  })
  const ended = (): void => {
    isOpen = false
    step(true)
  }
  socket.on('end', ended)
  socket.on('error', (error: NodeJS.ErrnoException) => {
    isOpen = false
    if (error.code === 'ECONNREFUSED') waiting?.finish({ kind: 'dead' })
    else step(true, true)
  })
  socket.on('close', ended)

  return {
    send: (bytes, { method, end, several, deadline }) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => finish({ kind: 'hang' }), deadline)
        const finish = (outcome: Outcome): void => {
          clearTimeout(timer)
          waiting = undefined
          resolve(outcome)
        }
        waiting = { method, several, finish }
        if (end) socket.end(bytes)
        else socket.write(bytes)
        if (rest.length > 0) step(false)
      }),
    usable: () => isOpen,
    close: () => void socket.destroy(),
  }
}

function shown(bytes: Buffer): string {
  return JSON.stringify(bytes.subarray(0, 80).toString('latin1'))
}
