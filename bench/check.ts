import { deepStrictEqual, strictEqual } from 'node:assert'
import { type BenchCase, cases, refusals } from './cases.ts'
import type { RunningServer } from './servers.ts'

/** Fails if a server does not give the expected responses: only equal servers are compared. */
export async function checkAnswers({ name, port }: RunningServer): Promise<void> {
  for (const each of [...cases, ...refusals]) {
    const { method, target, body, expected } = each
    const response = await fetch(`http://127.0.0.1:${String(port)}${target}`, {
      method,
      ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
    })
    const text = await response.text()
    const where = `${name}: ${method} ${target}`
    strictEqual(response.status, expected.status, `${where} answers ${text}`)
    if (expected.status >= 400) continue
    deepStrictEqual(JSON.parse(text), expected.body, where)
    strictEqual(response.headers.get('location') ?? undefined, expected.location, where)
  }
}

/** Returns a case as an HTTP/1.1 message. */
export function toMessage({ method, target, body }: BenchCase): string {
  const head = `${method} ${target} HTTP/1.1\r\nhost: localhost\r\nuser-agent: bench\r\naccept: */*\r\n`
  if (body === undefined) return `${head}\r\n`
  return `${head}content-type: application/json\r\ncontent-length: ${String(body.length)}\r\n\r\n${body}`
}
