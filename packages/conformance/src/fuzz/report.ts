import { MASKED } from '../check.ts'
import type { FuzzReport } from './fuzz.ts'
import { planOf } from './host-client.ts'
import type { Finding } from './investigate.ts'
import { type Message, toText } from './message.ts'

/** A report for people: figures, what is masked, and each finding with its bytes and its case. */
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

/** A row for `src/cases`; what it expects is for whoever reads the rules to say. */
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

// A body of a plan is text; what is no UTF-8 is shown raw.
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
  // Long runs, as in a target that is too long, stay readable and pasteable.
  return `'${inner}'`.replace(
    /([a-z{[\]}-])\1{39,}/g,
    (run, char) => `' + '${String(char)}'.repeat(${run.length}) + '`,
  )
}
