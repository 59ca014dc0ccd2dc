import type { Result } from './measure.ts'

export interface PlotOptions {
  readonly title: string
  /** The connection limit of the server, drawn as a line. */
  readonly maxConnections: number
}

/**
 * Draws connections and errors over time, one panel below the other, as an SVG. The SVG has its
 * own
 * background, so it is also readable on a dark page.
 *
 * @example
 * writeFileSync('pool.svg', plot(results, { title: '500 clients', maxConnections: 100 }))
 */
export function plot(results: readonly Result[], { title, maxConnections }: PlotOptions): string {
  const milliseconds = Math.max(...results.flatMap(({ samples }) => samples.map(({ at }) => at)))
  const most = (key: Key): number =>
    Math.max(...results.flatMap(({ samples }) => samples.map((each) => each[key])))
  const connections = panel(results, {
    title: 'connections at the server',
    key: 'connections',
    top: 88,
    highest: Math.max(maxConnections * 1.1, most('connections')),
    milliseconds,
  })
  const errors = panel(results, {
    title: 'requests refused so far',
    key: 'errors',
    top: 318,
    highest: Math.max(1, most('errors')) * 1.05,
    milliseconds,
  })
  const y = connections.y(maxConnections)
  const limit = `<line x1="${LEFT}" x2="${RIGHT}" y1="${y}" y2="${y}" stroke="#555" stroke-dasharray="2 4"/>
<text x="${RIGHT}" y="${y}" dy="-5" text-anchor="end">max_connections = ${maxConnections}</text>`
  const legend = results.map(({ name }, index) => {
    const x = LEFT + index * 225
    return `<line x1="${x}" x2="${x + 24}" y1="50" y2="50" ${strokeOf(index)}/>
<text x="${x + 32}" y="54">${name}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 548" font-family="sans-serif" font-size="13" fill="#222">
<rect width="760" height="548" rx="8" fill="#fff"/>
<text x="${LEFT}" y="28" font-size="15" font-weight="bold">${title}</text>
${[...legend, connections.svg, limit, errors.svg].join('\n')}
<text x="${(LEFT + RIGHT) / 2}" y="534" text-anchor="middle">seconds since the start</text>
</svg>
`
}

type Key = 'connections' | 'errors'

interface Panel {
  readonly title: string
  readonly key: Key
  readonly top: number
  readonly highest: number
  /** The time at the right edge. */
  readonly milliseconds: number
}

const LEFT = 64
const RIGHT = 736
const HEIGHT = 170
// Also distinguishable without colours.
const STROKES = ['stroke="#c2410c"', 'stroke="#7c3aed" stroke-dasharray="7 3"', 'stroke="#0369a1"']

function strokeOf(index: number): string {
  return `${STROKES[index % STROKES.length]!} fill="none" stroke-width="${index === 2 ? 2.5 : 1.6}"`
}

function panel(
  results: readonly Result[],
  { title, key, top, highest, milliseconds }: Panel,
): { readonly svg: string; readonly y: (value: number) => string } {
  const bottom = top + HEIGHT
  const x = (at: number): string => (LEFT + (at / milliseconds) * (RIGHT - LEFT)).toFixed(1)
  const y = (value: number): string => (bottom - (value / highest) * HEIGHT).toFixed(1)
  const rows = ticks(highest).map(
    (
      value,
    ) => `<line x1="${LEFT}" x2="${RIGHT}" y1="${y(value)}" y2="${y(value)}" stroke="#e2e2e2"/>
<text x="${LEFT - 8}" y="${y(value)}" dy="4" text-anchor="end">${value}</text>`,
  )
  const columns = ticks(milliseconds / 1000).map(
    (
      second,
    ) => `<line x1="${x(second * 1000)}" x2="${x(second * 1000)}" y1="${bottom}" y2="${bottom + 5}" stroke="#222"/>
<text x="${x(second * 1000)}" y="${bottom + 19}" text-anchor="middle">${second}</text>`,
  )
  const lines = results.map(({ samples }, index) => {
    const points = samples.map((each) => `${x(each.at)},${y(each[key])}`).join(' ')
    return `<polyline ${strokeOf(index)} points="${points}"/>`
  })
  const axes = `<polyline fill="none" stroke="#222" points="${LEFT},${top} ${LEFT},${bottom} ${RIGHT},${bottom}"/>`
  const heading = `<text x="${LEFT}" y="${top - 10}" font-weight="bold">${title}</text>`
  return { svg: [heading, ...rows, ...columns, axes, ...lines].join('\n'), y }
}

/** Returns about five round numbers from 0 up to the highest. */
function ticks(highest: number): readonly number[] {
  const rough = highest / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough)!
  const size = Math.max(1, step)
  return Array.from({ length: Math.floor(highest / size) + 1 }, (_, index) => index * size)
}
