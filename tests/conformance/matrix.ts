import type { Case } from '@gimbal/conformance'
import { isRaw, plansOf } from '@gimbal/conformance'
import { cases } from '@gimbal/conformance'
import { liveCases } from '@gimbal/conformance'
import { isExpressible } from '@gimbal/conformance'
import type { KnownDeviations } from '@gimbal/conformance'
import { advisories, type Place } from './test/advisories.ts'
import { hosts, type Host } from './hosts/index.ts'

/**
 * Every case and every host, as Markdown, read from the known deviations without a run. The suite
 * fails if a case fails without a known deviation, and if a case with a known deviation passes.
 */
export function matrixText(): string {
  const notes = reasons()
  const cells = (one: Case): readonly string[] => hosts.map((host) => cellOf(one, host, notes))
  return [
    '# Conformance',
    '',
    'Every case of the suite on every host, with its rule or advisory: ✓ means the expected response, a number means',
    'a known deviation with its reason below, – means that the case needs a socket. `pnpm conformance matrix` writes this file, a',
    'test keeps it current, and `pnpm conformance run URL` runs the suite on any server.',
    '',
    '<!-- prettier-ignore-start -->',
    '',
    ...table(
      ['host', 'on', 'cases', 'as expected', 'known deviations', 'not applicable'],
      hosts.map((host) => summaryOf(host, notes)),
    ),
    '',
    '## Known deviations',
    '',
    ...[...notes].map(([reason, number]) => `${number}. ${escaped(reason)}`),
    '',
    '## Cases',
    '',
    ...table(
      ['case', 'rule', ...hosts.map(({ name }) => name)],
      cases.map((one) => [`\`${one.name}\``, escaped(one.id), ...cells(one)]),
    ),
    '',
    '## Cases that take time',
    '',
    'Behaviour during a response: streams, events, clients that are slow or leave.',
    '',
    ...table(
      ['case', 'rule', ...hosts.map(({ name }) => name)],
      liveCases.map((one) => [
        `\`${one.name}\``,
        escaped(one.id),
        ...hosts.map((host) => deviationOf(one.id, host, notes) ?? '✓'),
      ]),
    ),
    '',
    '## Advisories',
    '',
    'Known faults of similar projects, each with the case or the test for it here.',
    '',
    ...table(
      ['advisory', 'tested by'],
      Object.entries(advisories).map(([id, places]) => [id, places.map(placeText).join('; ')]),
    ),
    '',
    '<!-- prettier-ignore-end -->',
    '',
  ].join('\n')
}

function placeText(place: Place): string {
  if (typeof place === 'string') return `case \`${place}\``
  if ('none' in place) return `none: ${escaped(place.none)}`
  return `[${escaped(place.test)}](../${place.file})`
}

type Notes = ReadonlyMap<string, number>

function reasons(): Notes {
  const all = hosts.flatMap(({ knownDeviations }) =>
    Object.keys(knownDeviations).map((id) => reasonOf(knownDeviations, id) ?? ''),
  )
  return new Map([...new Set(all)].map((reason, index) => [reason, index + 1]))
}

function reasonOf(knownDeviations: KnownDeviations, id: string): string | undefined {
  const deviation = Object.hasOwn(knownDeviations, id) ? knownDeviations[id] : undefined
  return typeof deviation === 'object' ? deviation.reason : deviation
}

function cellOf(one: Case, host: Host, notes: Notes): string {
  if (host.name === 'fetch' && !isSayable(one)) return '–'
  return deviationOf(one.id, host, notes) ?? '✓'
}

function deviationOf(id: string, { knownDeviations }: Host, notes: Notes): string | undefined {
  const reason = reasonOf(knownDeviations, id)
  return reason === undefined ? undefined : String(notes.get(reason))
}

function isSayable({ request }: Case): boolean {
  return !isRaw(request) && plansOf(request).every((plan) => isExpressible(plan, ''))
}

function summaryOf(host: Host, notes: Notes): readonly string[] {
  const cells = cases.map((one) => cellOf(one, host, notes))
  const alike = cells.filter((cell) => cell === '✓').length
  const none = cells.filter((cell) => cell === '–').length
  // Known deviations hold for the tested version: with another version this file is outdated.
  return [host.name, host.on, cells.length, alike, cells.length - alike - none, none].map(String)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}

function escaped(text: string): string {
  const short = text.length > 100 ? `${text.slice(0, 100)}…` : text
  return short
    .replace(/[|\\`<>*_[\]]/g, '\\$&')
    .replace(/[^ -~À-￿]/g, (char) => `\\\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
