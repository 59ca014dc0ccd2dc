import type { HostClient } from './host-client.ts'
import { type Fault, compareAnswers, type Seen } from './compare.ts'
import type { Message } from './message.ts'
import { shrink } from './shrink.ts'

export interface Finding {
  readonly fault: Fault
  /** The smallest request that shows it, after the previous one on the connection if that is needed. */
  readonly messages: readonly Message[]
  /** Whether it was reproduced on new connections. */
  readonly confirmed: boolean
}

interface Suspicion {
  readonly fault: Fault
  readonly message: Message
  readonly before: Message | undefined
}

/** Reproduces a fault on new connections, alone or after the previous message, and shrinks it. */
export async function investigate(
  open: () => readonly HostClient[],
  { fault, message, before }: Suspicion,
): Promise<Finding> {
  const shows = async (list: readonly Message[]): Promise<Fault | undefined> =>
    (await replay(open, list)).find(({ kind }) => kind === fault.kind)
  const prefixes = [[], ...(before === undefined ? [] : [[before]])]
  for (const prefix of prefixes) {
    if ((await shows([...prefix, message])) === undefined) continue
    const smallest = await shrink(
      message,
      async (smaller) => (await shows([...prefix, smaller])) !== undefined,
    )
    const last = await shows([...prefix, smallest])
    return { fault: last ?? fault, messages: [...prefix, smallest], confirmed: true }
  }
  return { fault, messages: before === undefined ? [message] : [before, message], confirmed: false }
}

/** Sends the messages one after another on one new connection per host and returns the faults. */
async function replay(
  open: () => readonly HostClient[],
  list: readonly Message[],
): Promise<readonly Fault[]> {
  const clients = open()
  const faults: Fault[] = []
  for (const message of list)
    faults.push(...compareAnswers(message, await sendToAll(clients, message)))
  for (const client of clients) client.close()
  return faults
}

/** Sends a message to every host that can receive it and returns the results. */
export async function sendToAll(
  clients: readonly HostClient[],
  message: Message,
): Promise<readonly Seen[]> {
  const all = await Promise.all(
    clients.map(async ({ name, basePath, send, deviationsFor }) => {
      const outcome = await send(message)
      return outcome === undefined
        ? []
        : [{ host: name, basePath, outcome, deviations: deviationsFor(message) }]
    }),
  )
  return all.flat()
}
