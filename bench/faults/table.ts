import { holds, type Limit } from './limits.ts'

/**
 * Returns figures with their limits as a Markdown table.
 *
 * @example
 * process.stdout.write(toTable('killed', limits.killed(figures)))
 */
export function toTable(name: string, rows: readonly Limit[]): string {
  const cells = rows.map((row) => [row.what, number(row.figure), limitOf(row)])
  const table = [[name, 'figure', 'must be'], ...cells]
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]!.length)))
  const lines = table.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)))
  const rule = widths.map((width) => '-'.repeat(width))
  return [lines[0]!, rule, ...lines.slice(1)].map((row) => `| ${row.join(' | ')} |\n`).join('')
}

function limitOf(limit: Limit): string {
  const text =
    limit.atMost === undefined ? `≥ ${number(limit.atLeast ?? 0)}` : `≤ ${number(limit.atMost)}`
  return holds(limit) ? text : `${text} MISSED`
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10)
}
