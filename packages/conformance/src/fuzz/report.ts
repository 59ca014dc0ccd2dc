import { MASKED } from '../check.ts'
import type { FuzzReport } from './fuzz.ts'
import { planOf } from './host-client.ts'
import type { Finding } from './investigate.ts'
import { type Message, toText } from './message.ts'

/** Returns a readable report: counts, masked headers, and each finding with its bytes and its case. */
export function reportText(report: FuzzReport): string {
  const { seed, seconds, requests, sends, compared, hosts, findings } = report
  const perMinute = Math.round((requests / seconds) * 60)
  const list = (counts: Readonly<Record<string, number>>, mark: string): string =>
    Object.entries(counts)
      .sort((a, b) => b[1] - a[1])
      .map(([name, count]) => `${mark}${count} ${name}`)
      .join('\n')
  return [
    `seed ${seed}: ${requests} requests (${sends} on the wire, ${perMinute} requests a minute) in ${seconds.toFixed(1)} s`,
    `hosts: ${hosts.join(' ')}`,
    `masked headers: ${[...MASKED].join(', ')}; no body is masked`,
    `${compared} answers compared; excused by a rule, where only a refusal or the same answer will do:`,
    list(report.excused, '  '),
    `answers: ${list(report.statuses, '').replaceAll('\n', ', ')}`,
    `${findings.length} findings`,
    ...findings.map(findingText),
  ].join('\n')
}

function findingText({ fault, messages, confirmed }: Finding, index: number): string {
  const bytes = messages.map((message) => `  ${quoted(toText(message))}`).join('\n')
  const once = confirmed ? '' : ' (seen once; it did not show again on fresh connections)'
  const last = messages.at(-1)
  return [
    ``,
    `${index + 1}. ${fault.kind}${once}`,
    `bytes:`,
    bytes,
    `case:`,
    last === undefined ? '' : `  ${caseText(last, `fuzz-${index + 1}`)}`,
    `answers:`,
    fault.details.replace(/^/gm, '  '),
  ].join('\n')
}

/** Returns a line for `src/cases`; the author of the case fills in the expectation. */
export function caseText(message: Message, id: string): string {
  const plan = planOf(message)
  const isText = plan === undefined || !hasBytes(message)
  const request =
    plan !== undefined && isText
      ? literal({
          ...plan,
          ...(plan.body === undefined
            ? {}
            : { body: Buffer.from(plan.body as Uint8Array).toString() }),
          ...(plan.chunks === undefined
            ? {}
            : { chunks: plan.chunks.map((chunk) => Buffer.from(chunk as Uint8Array).toString()) }),
        })
      : `{ raw: ${quoted(toText(message))}, methods: [${quoted(message.method)}] }`
  return `testCase(${quoted(id)}, '…', ${request}, /* … */),`
}

// The body of a planned request is text, so other bytes are shown as raw text.
function hasBytes({ content }: Message): boolean {
  const bytes =
    'bytes' in content ? content.bytes : 'chunks' in content ? content.chunks.join('') : ''
  return /[\x80-\xff]/.test(bytes)
}

function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  const entries = Object.entries(value as object).map(([name, each]) => `${name}: ${literal(each)}`)
  return `{ ${entries.join(', ')} }`
}

function quoted(text: string): string {
  const inner = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replace(/[\x7f-\xff]/g, (char) => `\\x${char.charCodeAt(0).toString(16)}`)
  // Shortens long runs, as in a target that is too long.
  return `'${inner}'`.replace(
    /([a-z{[\]}-])\1{39,}/g,
    (run, char) => `' + '${String(char)}'.repeat(${run.length}) + '`,
  )
}
