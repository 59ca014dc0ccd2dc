import type { Figures } from './measure.ts'
import type { ServerName } from './servers.ts'

interface Pair {
  readonly label: string
  readonly ours: ServerName
  readonly byHand: ServerName
  /** The lowest accepted ratio, by case. */
  readonly wanted?: Readonly<Record<string, number>>
}

const level = { health: 1, 'read, validated query': 1, 'create, validated JSON': 1 }

const pairs: readonly Pair[] = [
  { label: 'on node:http / node:http by hand', ours: 'node', byHand: 'node-by-hand' },
  {
    label: 'on Express / Express by hand',
    ours: 'express',
    byHand: 'express-by-hand',
    wanted: level,
  },
  {
    label: 'in Hono / Hono by hand',
    ours: 'hono',
    byHand: 'hono-by-hand',
    wanted: { health: 0.9, 'create, validated JSON': 1.05 },
  },
  { label: 'on node:http / Fastify by hand', ours: 'node', byHand: 'fastify-by-hand' },
]

/** Returns two Markdown tables: the ratios with their quartiles, and the figures behind them. */
export function toMarkdown(starts: readonly Figures[]): string {
  const names = [...starts[0]!.keys()]
  const ratioRows = pairs.map((pair) => [
    `Gimbal ${pair.label}`,
    ...names.map((name) => showRatio(ratioOf(starts, name, pair))),
  ])
  const servers = [...starts[0]!.get(names[0]!)!.keys()]
  const cpuRows = servers.map((server) => [
    server.replace(/^(\w+)$/, 'gimbal on $1'),
    ...names.map((name) =>
      median(starts.flatMap((start) => start.get(name)!.get(server)!)).toFixed(1),
    ),
  ])
  return [
    'Responses per CPU second, Gimbal / by hand: above 1, Gimbal needs less CPU (ratio of the medians of a start: the median of all starts, with quartiles)',
    markdownTable(['', ...names], ratioRows),
    'CPU for a request, in microseconds (median)',
    markdownTable(['', ...names], cpuRows),
  ].join('\n\n')
}

/** Returns one line for each ratio that is too low. */
export function missedTargets(starts: readonly Figures[]): readonly string[] {
  return pairs.flatMap((pair) =>
    Object.entries(pair.wanted ?? {}).flatMap(([name, wanted]) => {
      const got = ratioOf(starts, name, pair).middle
      return got < wanted
        ? [`${pair.label}, ${name}: ${got.toFixed(2)}, wanted ${String(wanted)}`]
        : []
    }),
  )
}

/**
 * The ratio of the medians of each start. From start to start the same server costs up to a fifth
 * more or
 * less, without a compiler event, and mostly keeps that level for its whole life.
 */
function ratioOf(starts: readonly Figures[], name: string, { ours, byHand }: Pair): Ratio {
  const ratios = starts.map((start) => {
    const servers = start.get(name)!
    return median(servers.get(byHand)!) / median(servers.get(ours)!)
  })
  return { low: quantile(ratios, 0.25), middle: median(ratios), high: quantile(ratios, 0.75) }
}

interface Ratio {
  readonly low: number
  readonly middle: number
  readonly high: number
}

function showRatio({ low, middle, high }: Ratio): string {
  return `**${middle.toFixed(2)}** (${low.toFixed(2)}–${high.toFixed(2)})`
}

/** The middle of a list of numbers. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)]!
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => row[column]!.length)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
