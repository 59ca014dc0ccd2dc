import * as fc from 'fast-check'

import type { Outcome } from './client.ts'
import { messages } from './grammar.ts'
import { type FuzzHost, type Lane, openLane } from './hosts.ts'
import { type Fault, judge } from './judge.ts'
import type { Message } from './message.ts'
import { minimise } from './minimise.ts'
import { ruleFor } from './rules.ts'

export interface FuzzOptions {
  readonly seed: number
  readonly seconds: number
  /** How many requests are under way at a time. */
  readonly lanes?: number
  /** Stops at this many findings. */
  readonly most?: number
}

export interface Finding {
  readonly fault: Fault
  /** The smallest request that shows it; behind one before it on the same connection, if it needs that. */
  readonly messages: readonly Message[]
  /** Whether it showed again on fresh connections. */
  readonly confirmed: boolean
}

export interface FuzzReport {
  readonly seed: number
  readonly hosts: readonly string[]
  readonly seconds: number
  /** Generated, each sent to every host that can be told it. */
  readonly requests: number
  /** Requests times hosts. */
  readonly sends: number
  /** How often a host was bound to answer like the others, and how often a rule excused it. */
  readonly compared: number
  readonly excused: Readonly<Record<string, number>>
  readonly statuses: Readonly<Record<string, number>>
  readonly findings: readonly Finding[]
}

const SLICE = 200

/** Sends generated requests to all hosts until the time is over, and reports where they differ. */
export async function fuzz(hosts: readonly FuzzHost[], options: FuzzOptions): Promise<FuzzReport> {
  const { seed, seconds, lanes = 12, most = 40 } = options
  const started = performance.now()
  const over = (): boolean => performance.now() - started > seconds * 1000 || findings.size >= most
  const findings = new Map<string, Finding>()
  const tally = createTally()
  const arbitrary = messages()
  let slice = 0
  let queue: Message[] = []
  const next = (): Message => {
    if (queue.length === 0)
      queue = fc.sample(arbitrary, { seed: seed * 1_000_003 + slice++, numRuns: SLICE })
    return queue.pop() as Message
  }

  const work = async (): Promise<void> => {
    const open = hosts.map(openLane)
    let before: Message | undefined
    while (!over()) {
      const message = next()
      const seen = await sendToAll(open, message, false)
      tally.add(message, seen)
      for (const fault of judge(message, seen)) {
        if (findings.has(fault.kind) || findings.size >= most) continue
        // Others that meet it while it is being shrunk pass it by.
        findings.set(fault.kind, { fault, messages: [message], confirmed: false })
        findings.set(fault.kind, await investigate(hosts, { fault, message, before }))
      }
      before = message
    }
    for (const lane of open) lane.close()
  }
  await Promise.all(Array.from({ length: lanes }, work))
  return {
    seed,
    hosts: hosts.map(({ name }) => name),
    seconds: (performance.now() - started) / 1000,
    ...tally.counts(),
    findings: [...findings.values()],
  }
}

/** What every host makes of the messages, one after another on one fresh connection each. */
export async function replay(
  hosts: readonly FuzzHost[],
  list: readonly Message[],
): Promise<readonly Fault[]> {
  const open = hosts.map(openLane)
  const faults: Fault[] = []
  for (const message of list) faults.push(...judge(message, await sendToAll(open, message, false)))
  for (const lane of open) lane.close()
  return faults
}

interface Suspicion {
  readonly fault: Fault
  readonly message: Message
  readonly before: Message | undefined
}

async function investigate(
  hosts: readonly FuzzHost[],
  { fault, message, before }: Suspicion,
): Promise<Finding> {
  const shows = async (list: readonly Message[]): Promise<Fault | undefined> =>
    (await replay(hosts, list)).find(({ kind }) => kind === fault.kind)
  const prefixes = [[], ...(before === undefined ? [] : [[before]])]
  for (const prefix of prefixes) {
    if ((await shows([...prefix, message])) === undefined) continue
    const smallest = await minimise(
      message,
      async (smaller) => (await shows([...prefix, smaller])) !== undefined,
    )
    const last = await shows([...prefix, smallest])
    return { fault: last ?? fault, messages: [...prefix, smallest], confirmed: true }
  }
  return { fault, messages: before === undefined ? [message] : [before, message], confirmed: false }
}

type SeenBy = Parameters<typeof judge>[1]

async function sendToAll(open: readonly Lane[], message: Message, fresh: boolean): Promise<SeenBy> {
  const all = await Promise.all(
    open.map(async (lane) => {
      const outcome: Outcome | undefined = await lane.send(message, fresh)
      return outcome === undefined ? [] : [{ host: lane.name, mountPath: lane.mountPath, outcome }]
    }),
  )
  return all.flat()
}

type Counts = Pick<FuzzReport, 'requests' | 'sends' | 'compared' | 'excused' | 'statuses'>

interface Tally {
  readonly add: (message: Message, seen: SeenBy) => void
  readonly counts: () => Counts
}

function createTally(): Tally {
  let requests = 0
  let sends = 0
  let compared = 0
  const excused: Record<string, number> = {}
  const statuses: Record<string, number> = {}
  const add = (message: Message, seen: SeenBy): void => {
    requests++
    sends += seen.length
    for (const { host, outcome } of seen) {
      const rule = ruleFor(message, host)
      if (rule === undefined) compared++
      else excused[rule.reason] = (excused[rule.reason] ?? 0) + 1
      const status = outcome.kind === 'answer' ? String(outcome.answer.status) : outcome.kind
      statuses[status] = (statuses[status] ?? 0) + 1
    }
  }
  return { add, counts: () => ({ requests, sends, compared, excused, statuses }) }
}
