import * as fc from 'fast-check'

import { messages } from './grammar.ts'
import { type FuzzHost, type HostClient, openHostClient } from './host-client.ts'
import { type Finding, investigate, sendToAll } from './investigate.ts'
import { compareAnswers } from './compare.ts'
import type { Message } from './message.ts'
import { type Counts, createTally } from './tally.ts'

export interface FuzzOptions {
  readonly seed: number
  /** Stops after this time. */
  readonly seconds: number
  /** Stops after this number of requests. */
  readonly requests?: number
  /** The number of concurrent requests. */
  readonly clients?: number
  /** Stops after this number of findings. */
  readonly most?: number
  /** A response that takes longer is a hang, in milliseconds. */
  readonly deadline?: number
}

export interface FuzzReport extends Counts {
  readonly seed: number
  readonly hosts: readonly string[]
  readonly seconds: number
  readonly findings: readonly Finding[]
}

const SLICE = 200

/** Sends generated requests to all hosts until the time is over, and reports the differences. */
export async function fuzz(hosts: readonly FuzzHost[], options: FuzzOptions): Promise<FuzzReport> {
  const { seed, seconds, requests = Infinity, clients = 12, most = 40, deadline = 2000 } = options
  const started = performance.now()
  const open = (): readonly HostClient[] => hosts.map((host) => openHostClient(host, deadline))
  const over = (): boolean =>
    performance.now() - started > seconds * 1000 || findings.size >= most || taken >= requests
  const findings = new Map<string, Finding>()
  const tally = createTally()
  const arbitrary = messages()
  let slice = 0
  let taken = 0
  let queue: Message[] = []
  const next = (): Message => {
    taken++
    if (queue.length === 0)
      queue = fc.sample(arbitrary, { seed: seed * 1_000_003 + slice++, numRuns: SLICE })
    return queue.pop() as Message
  }

  const work = async (): Promise<void> => {
    const lanesOfHosts = open()
    let before: Message | undefined
    while (!over()) {
      const message = next()
      const seen = await sendToAll(lanesOfHosts, message)
      tally.add(seen)
      for (const fault of compareAnswers(message, seen)) {
        if (findings.has(fault.kind) || findings.size >= most) continue
        // Registered before it is shrunk, so that other workers skip it.
        findings.set(fault.kind, { fault, messages: [message], confirmed: false })
        findings.set(fault.kind, await investigate(open, { fault, message, before }))
      }
      before = message
    }
    for (const lane of lanesOfHosts) lane.close()
  }
  await Promise.all(Array.from({ length: clients }, work))
  return {
    seed,
    hosts: hosts.map(({ name }) => name),
    seconds: (performance.now() - started) / 1000,
    ...tally.counts(),
    findings: [...findings.values()],
  }
}
