import { connect, type Socket } from 'node:net'

import { type Answer, asCut, MalformedAnswer, parseAnswer } from './parse-answer.ts'

/** One action on the socket: send bytes, wait, wait for an interim response, or end the sending side. */
export type Step =
  Uint8Array | { readonly wait: number } | { readonly until: 'interim' } | { readonly end: true }

export interface ExchangeOptions {
  /** The method of each expected response, because responses to HEAD have no content. */
  readonly methods: readonly string[]
  readonly deadline?: number
  /** Waits until the server closes the connection, even without `connection: close`. */
  readonly untilClose?: boolean
}

/** Everything that was received on one connection. */
export interface Exchange {
  readonly answers: readonly Answer[]
  /** The statuses of 1xx responses. */
  readonly interim: readonly number[]
  /** The state of the connection after the last expected response, or when no more can arrive. */
  readonly end: 'open' | 'closed' | 'reset' | 'hang'
  /** Describes a malformed response, or bytes after the last response. */
  readonly malformed: string | undefined
}

/**
 * Sends exact bytes over one connection and parses the responses strictly.
 *
 * @example
 * const { answers } = await exchange(8080, [Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n')], {
 *   methods: ['GET'],
 * })
 */
export async function exchange(
  port: number,
  steps: readonly Step[],
  options: ExchangeOptions,
): Promise<Exchange> {
  // allowHalfOpen: a server may close its side while the client is still sending.
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  const reader = read(socket, options)
  try {
    await send(socket, steps, reader)
    return await reader.done
  } finally {
    socket.destroy()
  }
}

interface Reader {
  readonly done: Promise<Exchange>
  readonly interimSeen: Promise<void>
}

function read(socket: Socket, options: ExchangeOptions): Reader {
  const answers: Answer[] = []
  const interim: number[] = []
  const interimSeen = Promise.withResolvers<void>()
  const done = Promise.withResolvers<Exchange>()
  let rest: Buffer = Buffer.alloc(0)

  const complete = (): boolean => answers.length === options.methods.length
  const timer = setTimeout(() => {
    finish(complete() && !saysClose(answers.at(-1)) ? 'open' : 'hang')
  }, options.deadline ?? 2000)
  const finish = (end: Exchange['end'], malformed?: string): void => {
    clearTimeout(timer)
    interimSeen.resolve()
    const left =
      malformed ?? (rest.length > 0 ? leftOver(rest, answers.length, options) : undefined)
    done.resolve({ answers, interim, end, malformed: left })
  }
  const advance = (ended: boolean, wasReset: boolean): void => {
    while (answers.length < options.methods.length) {
      const next = parseAnswer(rest, options.methods[answers.length] ?? 'GET', ended)
      if (next === undefined) return
      rest = rest.subarray(next.used)
      if (next.answer.status < 200) {
        interim.push(next.answer.status)
        interimSeen.resolve()
      } else answers.push(wasReset ? asCut(next.answer) : next.answer)
    }
  }
  const step = (end: Exchange['end'] | undefined): void => {
    try {
      advance(end !== undefined, end === 'reset')
    } catch (error) {
      if (!(error instanceof MalformedAnswer)) throw error
      return finish(end ?? 'open', error.message)
    }
    if (end !== undefined) return finish(end)
    const closing = options.untilClose === true || saysClose(answers.at(-1))
    // One more turn of the event loop, to detect bytes after the last response.
    if (complete() && !closing) setImmediate(() => finish('open'))
  }

  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    step(undefined)
  })
  socket.on('end', () => step('closed'))
  socket.on('error', () => step('reset'))
  return { done: done.promise, interimSeen: interimSeen.promise }
}

async function send(socket: Socket, steps: readonly Step[], reader: Reader): Promise<void> {
  const stopped = reader.done.then(() => true)
  for (const step of steps) {
    if (socket.destroyed) return
    if (step instanceof Uint8Array) socket.write(step)
    else if ('wait' in step) {
      const waited = new Promise<false>((resolve) => setTimeout(resolve, step.wait, false))
      if (await Promise.race([stopped, waited])) return
    } else if ('until' in step) await reader.interimSeen
    else socket.end()
  }
}

function saysClose(answer: Answer | undefined): boolean {
  return (
    answer?.headers.some(([name, value]) => name === 'connection' && /close/i.test(value)) === true
  )
}

function leftOver(rest: Buffer, count: number, options: ExchangeOptions): string {
  const shown = JSON.stringify(rest.subarray(0, 80).toString('latin1'))
  return count === options.methods.length
    ? `bytes that belong to no answer: ${shown}`
    : `an answer that was cut: ${shown}`
}
