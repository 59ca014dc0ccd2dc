import { isRaw, type PlannedRequest, plansOf } from '../case.ts'
import { cases } from '../cases/index.ts'
import type { Content, Message } from './message.ts'
import { TARGETS } from './target-values.ts'

const HOST = ['Host', 'kit.test'] as const

/** The start of mutations: all planned requests of the suite, and the targets of the corpus. */
export function seeds(): readonly Message[] {
  const planned = cases
    .flatMap(({ request }) => (isRaw(request) ? [] : plansOf(request)))
    .map(toMessage)
  const targets = TARGETS.map((target) => toMessage({ target }))
  return [...targets, ...planned.filter(isSmall)]
}

export function toMessage(plan: PlannedRequest): Message {
  return {
    method: plan.method ?? 'GET',
    target: plan.target,
    version: 'HTTP/1.1',
    lines: [plan.host === undefined ? HOST : ['Host', plan.host], ...(plan.headers ?? [])],
    content: contentOf(plan),
  }
}

function contentOf({ body, chunks }: PlannedRequest): Content {
  if (body !== undefined) return { kind: 'sized', bytes: latin1(body) }
  if (chunks !== undefined) return { kind: 'chunked', chunks: chunks.map(latin1) }
  return { kind: 'none' }
}

function latin1(bytes: string | Uint8Array): string {
  return Buffer.from(bytes as string).toString('latin1')
}

// Large bodies are left to the suite, because they would take most of the time.
function isSmall({ target, lines, content }: Message): boolean {
  const size = 'bytes' in content ? content.bytes.length : 0
  const isLong = content.kind === 'chunked' && content.chunks.join('').length > 20_000
  const slow = /^\/(runs|resp\/long)/.test(target)
  return size < 20_000 && !isLong && !slow && lines.flat().join('').length < 20_000
}
