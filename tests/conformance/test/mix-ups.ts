import type { Started } from '@gimbal/conformance'
import { exchange } from '@gimbal/conformance'

const CONNECTIONS = 50

/**
 * Sends many simultaneous requests, each with its own name, and returns the responses with another
 * name. `behind`: the number of requests that are pipelined on one connection.
 */
export async function mixUps(
  started: Started,
  count: number,
  behind = Infinity,
): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, index) => `who-${index}`)
  const lanes = Array.from({ length: CONNECTIONS }, (_, lane) =>
    names.filter((_, index) => index % CONNECTIONS === lane),
  )
  const ids = new Set<string>()
  const found: string[] = []
  const check = (name: string, text: string | undefined): void => {
    const { id, ...said } = JSON.parse(text ?? '{}') as Record<string, string>
    const all = JSON.stringify(said)
    const right = { path: name, query: name, user: `Bearer ${name}`, cookie: name, body: name }
    if (all !== JSON.stringify(right)) found.push(`${name} got ${all}`)
    if (id !== undefined) ids.add(id)
  }
  await Promise.all(
    lanes.map(async (lane) => {
      const size = Math.min(behind, lane.length)
      for (let at = 0; at < lane.length; at += size) {
        await ask(started, lane.slice(at, at + size), check)
      }
    }),
  )
  if (ids.size !== count) found.push(`${count} requests had ${ids.size} ids`)
  return found
}

/** Bun closes a connection with a dozen waiting bodies. */
export function behind(name: string): number {
  return name === 'bun' ? 1 : Infinity
}

type Check = (name: string, text: string | undefined) => void

/** Sends all names on one connection. */
async function ask(started: Started, lane: readonly string[], check: Check): Promise<void> {
  if ('fetch' in started) {
    const texts = lane.map(async (name) => {
      const request = new Request(`http://kit.test${targetOf(name)}`, {
        method: 'POST',
        headers: Object.fromEntries(headersOf(name)),
        body: bodyOf(name),
      })
      return (await started.fetch(request)).text()
    })
    for (const [index, text] of (await Promise.all(texts)).entries()) check(lane[index]!, text)
    return
  }
  const { port, pathname } = new URL(started.url)
  const mount = pathname.replace(/\/$/, '')
  const { answers, end } = await exchange(
    Number(port),
    lane.map((name) => messageOf(name, mount)),
    { methods: lane.map(() => 'POST'), deadline: 60_000 },
  )
  if (answers.length < lane.length) throw new Error(`the connection was ${end}`)
  for (const [index, { body }] of answers.entries()) {
    check(lane[index]!, Buffer.from(body).toString())
  }
}

function targetOf(name: string): string {
  return `/live/identities/${name}?id=${name}`
}

function headersOf(name: string): readonly (readonly [string, string])[] {
  return [
    ['host', 'kit.test'],
    ['authorization', `Bearer ${name}`],
    ['cookie', `id=${name}`],
    ['content-type', 'application/json'],
    ['content-length', String(bodyOf(name).length)],
  ]
}

function bodyOf(name: string): string {
  return JSON.stringify({ id: name })
}

function messageOf(name: string, mount: string): Uint8Array {
  const fields = headersOf(name).map((pair) => `${pair.join(': ')}\r\n`)
  return Buffer.from(
    `POST ${mount}${targetOf(name)} HTTP/1.1\r\n${fields.join('')}\r\n${bodyOf(name)}`,
  )
}
