import type { PlannedRequest } from '../case.ts'
import { isExpressible, toAnswer, toRequest } from '../fetch-target.ts'
import type { Started } from '../describe.ts'
import { createClient, type Outcome } from './client.ts'
import { CONTROL, type Message, toBytes, valuesOf } from './message.ts'
import type { Deviation } from './deviation.ts'
import { deviationsFor } from './shared-deviations.ts'

/** A running host of the suite's app, with its deviations. */
export interface FuzzHost {
  readonly name: string
  readonly deviations?: readonly Deviation[]
  readonly started:
    Pick<Extract<Started, { url: string }>, 'url'> | { readonly fetch: FetchHandler }
}

type FetchHandler = (request: Request) => Response | Promise<Response>

/** A client of one host. */
export interface HostClient {
  readonly name: string
  readonly basePath: string
  /**
   * Sends a message; `undefined` if the host cannot receive it, because a `Request` cannot
   * express it.
   */
  readonly send: (message: Message) => Promise<Outcome | undefined>
  readonly deviationsFor: (message: Message) => readonly Deviation[]
  readonly close: () => void
}

export function openHostClient(host: FuzzHost, deadline: number): HostClient {
  const { name, started, deviations = [] } = host
  const deviationsOf = (message: Message): readonly Deviation[] =>
    deviationsFor(message, name, deviations)
  if ('fetch' in started) {
    return { name, ...fetchClient(started.fetch, deadline), deviationsFor: deviationsOf }
  }
  const url = new URL(started.url)
  const basePath = url.pathname.replace(/\/$/, '')
  const client = createClient(Number(url.port))
  return {
    name,
    basePath,
    send: (message) =>
      client.send(toBytes(message, basePath), {
        method: message.method,
        fresh: !keepsConnection(message) || deviationsOf(message)[0]?.breaks === true,
        end: endsItsSide(message),
        // After a response to a part of the message, a parser may respond to the rest.
        several: /^(raw|cut)$/.test(message.content.kind) || message.method === 'CONNECT',
        deadline,
      }),
    deviationsFor: deviationsOf,
    close: client.close,
  }
}

function fetchClient(
  handle: FetchHandler,
  deadline: number,
): Omit<HostClient, 'name' | 'deviationsFor'> {
  const send = async (message: Message): Promise<Outcome | undefined> => {
    const plan = planOf(message)
    if (plan === undefined || !canExpress(plan)) return undefined
    const timer = Promise.withResolvers<Outcome>()
    const timeout = setTimeout(() => timer.resolve({ kind: 'hang' }), deadline)
    const answered = async (): Promise<Outcome> => {
      const response = await handle(toRequest(plan, ''))
      const answer = await toAnswer(response)
      const isHead = plan.method === 'HEAD'
      return { kind: 'answer', answer: isHead ? { ...answer, framing: 'none' } : answer }
    }
    return Promise.race([answered(), timer.promise]).finally(() => clearTimeout(timeout))
  }
  return { basePath: '', send, close: () => undefined }
}

function canExpress(plan: PlannedRequest): boolean {
  try {
    return isExpressible(plan, '')
  } catch {
    return false
  }
}

/** Converts a regular message to a planned request; `undefined` for an irregular one. */
export function planOf(message: Message): PlannedRequest | undefined {
  const { method, target, version, lines, content } = message
  const [first, ...headers] = lines
  const isPlain =
    first?.[0] === 'Host' &&
    valuesOf(message, 'host').length === 1 &&
    target.startsWith('/') &&
    version === 'HTTP/1.1' &&
    !lines.some(
      ([name]) => /^(content-length|transfer-encoding)$/i.test(name) || /[^!-~]|^$/.test(name),
    )
  if (!isPlain) return undefined
  const host = first[1] === 'kit.test' ? {} : { host: first[1] }
  const plan = {
    ...(method === 'GET' ? {} : { method }),
    target,
    ...host,
    ...(headers.length > 0 ? { headers } : {}),
  }
  switch (content.kind) {
    case 'none':
      return plan
    case 'sized':
      return { ...plan, body: Buffer.from(content.bytes, 'latin1') }
    case 'chunked':
      return (content.trailer ?? '') === ''
        ? {
            ...plan,
            chunks: content.chunks
              .filter((chunk) => chunk !== '')
              .map((chunk) => Buffer.from(chunk, 'latin1')),
          }
        : undefined
    case 'cut':
    case 'raw':
      return undefined
  }
}

// Returns false for messages after which the state of the connection is uncertain.
function keepsConnection(message: Message): boolean {
  return (
    message.version === 'HTTP/1.1' &&
    message.content.kind !== 'cut' &&
    message.content.kind !== 'raw' &&
    message.method !== 'CONNECT' &&
    !/[^\x21-\x7e]/.test(message.target) &&
    !message.lines.some(
      ([name, value]) =>
        /^(connection|upgrade|expect|content-length|transfer-encoding)/i.test(name) ||
        CONTROL.test(value),
    )
  )
}

function endsItsSide(message: Message): boolean {
  const { content, lines, version } = message
  return (
    content.kind === 'cut' ||
    content.kind === 'raw' ||
    version !== 'HTTP/1.1' ||
    lines.some(
      ([name, value]) =>
        /^\s|\s$|^$|^content-length$|^transfer-encoding$/i.test(name) || CONTROL.test(value),
    )
  )
}
