import type { Probe } from '../app/probes.ts'
import {
  type DeclaredLiveCase,
  type LiveClient,
  type LiveRequest,
  TIMEOUT_MS,
} from './live-case.ts'

/** Declares a live case. */
export function live(id: string, title: string, play: DeclaredLiveCase['play']): DeclaredLiveCase {
  return { id, title, play }
}

/** Returns a unique key for the probe of one handler. */
export function newKey(): string {
  return crypto.randomUUID()
}

/** Sends a request and returns the content of its response. */
export async function ask(client: LiveClient, request: LiveRequest): Promise<string> {
  const call = client.open(request)
  if ((await call.end()) === 'cut') throw new Error(`${request.target}: the answer was cut`)
  const text = await call.until(/^/)
  call.leave()
  return text
}

/** Lets a waiting handler continue. */
export async function tell(client: LiveClient, key: string): Promise<void> {
  equal(
    await ask(client, { method: 'POST', target: `/live/${key}/release`, upload: 0 }),
    'released',
  )
}

/** Returns what a handler has observed so far. */
export async function probe(client: LiveClient, key: string): Promise<Probe> {
  return JSON.parse(await ask(client, { target: `/live/${key}` })) as Probe
}

/** Waits until the observations of a handler satisfy a condition. */
export async function seen(
  client: LiveClient,
  key: string,
  isSeen: (found: Probe) => boolean,
): Promise<Probe> {
  const deadline = Date.now() + TIMEOUT_MS
  for (;;) {
    const found = await probe(client, key)
    if (isSeen(found)) return found
    if (Date.now() > deadline) throw new Error(`the handler has seen ${JSON.stringify(found)}`)
    await pause(20)
  }
}

/** Waits until the source of a response, or the reader of a body, stalls; returns its byte count. */
export async function standstill(client: LiveClient, key: string): Promise<number> {
  const deadline = Date.now() + TIMEOUT_MS
  for (let turn = 0, before = -1; Date.now() < deadline; turn++) {
    const { moved } = await probe(client, key)
    // 0 bytes are possible without a buffer.
    if (moved === before && (moved > 0 || turn > 3)) return moved
    before = moved
    await pause(250)
  }
  throw new Error('it never stands still')
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

export function equal(found: unknown, expected: unknown): void {
  if (found === expected) return
  throw new Error(`${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`)
}
