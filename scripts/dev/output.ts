import { join } from 'node:path'
import { createLocate } from './bundle-map.ts'
import { formatEntry } from './format-entry.ts'

/**
 * Prints what a child writes, readable and behind its name.
 *
 * @example
 * const print = linePrinter('Express')
 * print('listening') // Express  │ listening
 */
export function linePrinter(title: string): (line: string) => void {
  const color = process.stdout.isTTY && !process.env['NO_COLOR']
  const options = { color, root: ROOT, locate: createLocate() }
  return (line) => say(formatEntry(title, line, options))
}

/**
 * Prints one line of our own.
 *
 * @example
 * say('Port 3001 is taken')
 */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/**
 * Lays rows out in columns.
 *
 * @example
 * say(table([['Express', 'http://127.0.0.1:3001']]))
 */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)))
  return rows
    .map((row) => `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`)
    .map((line) => line.trimEnd())
    .join('\n')
}

const ROOT = join(import.meta.dirname, '../..')
