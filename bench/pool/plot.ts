import type { Result } from './measure.ts'

/**
 * Draws connections and errors over time, one panel below the other, as an SVG.
 *
 * @example
 * writeFileSync('pool.svg', plot(results))
 */
export function plot(results: readonly Result[]): string {
  const seconds = Math.max(...results.flatMap(({ samples }) => samples.map(({ at }) => at)))
  const panels = [
    panel(results, { title: 'connections at the server', key: 'connections', top: 40, seconds }),
    panel(results, { title: 'errors so far', key: 'errors', top: 270, seconds }),
  ]
  const legend = results.map(({ name }, index) => {
    const x = LEFT + index * 220
    return `<rect x="${x}" y="10" width="12" height="12" fill="${COLOURS[index]}"/>
<text x="${x + 18}" y="20">${name}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 500" font-family="sans-serif" font-size="12" fill="#333">
<rect width="760" height="500" fill="#fff"/>
${[...legend, ...panels].join('\n')}
</svg>
`
}

interface Panel {
  readonly title: string
  readonly key: 'connections' | 'errors'
  readonly top: number
  /** The time of the right edge, in milliseconds. */
  readonly seconds: number
}

const LEFT = 70
const WIDTH = 660
const HEIGHT = 170
const COLOURS = ['#d1495b', '#edae49', '#00798c', '#30638e']

function panel(results: readonly Result[], { title, key, top, seconds }: Panel): string {
  const most = Math.max(1, ...results.flatMap(({ samples }) => samples.map((each) => each[key])))
  const x = (at: number): string => (LEFT + (at / seconds) * WIDTH).toFixed(1)
  const y = (value: number): string => (top + 20 + HEIGHT * (1 - value / most)).toFixed(1)
  const lines = results.map(({ samples }, index) => {
    const points = samples.map((each) => `${x(each.at)},${y(each[key])}`).join(' ')
    return `<polyline fill="none" stroke="${COLOURS[index]}" stroke-width="2" points="${points}"/>`
  })
  const ticks = [0, 0.5, 1].map((part) => {
    const value = Math.round(most * part)
    return `<line x1="${LEFT}" x2="${LEFT + WIDTH}" y1="${y(value)}" y2="${y(value)}" stroke="#ddd"/>
<text x="${LEFT - 8}" y="${y(value)}" dy="4" text-anchor="end">${value}</text>`
  })
  const end = `<text x="${LEFT + WIDTH}" y="${top + HEIGHT + 38}" text-anchor="end">${(seconds / 1000).toFixed(1)} s</text>`
  return [
    `<text x="${LEFT}" y="${top + 10}" font-weight="bold">${title}</text>`,
    ...ticks,
    ...lines,
    end,
  ].join('\n')
}
