import { stripVTControlCharacters, styleText } from 'node:util'
import { sourceLine } from './source-line.ts'
import type { Locate } from './source-line.ts'

export interface FormatOptions {
  /** @default false */
  readonly color?: boolean
  /** The root of the workspace, which source lines are relative to. */
  readonly root?: string
  /** Where a place in a bundle comes from. */
  readonly locate?: Locate
}

/**
 * Makes a line of a host readable: a request on one line in columns, an error with its causes and
 * its source line, anything else as it is; always behind the name, and never with a raw control
 * character.
 *
 * @example
 * formatEntry('Express', '{"level":"info","message":"request","method":"GET","path":"/users",…}')
 * // Express  │ GET     /users                    200    1.2 ms  81c2b76c-…
 */
export function formatEntry(host: string, line: string, options: FormatOptions = {}): string {
  const paint: Paint = (format, text) =>
    options.color ? styleText(format, text, { validateStream: false }) : text
  const plain = stripVTControlCharacters(line)
  const entry = readEntry(plain)
  const lines = entry ? describe(entry, { paint, options }) : [visible(plain)]
  const prefix = paint('dim', `${visible(host).padEnd(8)} │`)
  return lines.map((text) => `${prefix} ${text}`.trimEnd()).join('\n')
}

type Paint = (format: Parameters<typeof styleText>[0], text: string) => string

interface Context {
  readonly paint: Paint
  readonly options: FormatOptions
}

type Entry = Readonly<Record<string, unknown>>

/** An entry of the log; wrangler puts a mark in front of what goes to stderr. */
function readEntry(line: string): Entry | undefined {
  const json = /^(?:\S \[[A-Z]+\] )?(\{.*\})$/.exec(line)?.[1]
  if (json === undefined) return undefined
  try {
    const entry = JSON.parse(json) as Entry
    return typeof entry['level'] === 'string' && typeof entry['message'] === 'string'
      ? entry
      : undefined
  } catch {
    return undefined
  }
}

function describe(entry: Entry, context: Context): string[] {
  const { paint } = context
  const line = [
    `${text(entry['method']).padEnd(7)} ${subject(entry).padEnd(28)}`,
    outcome(entry, context),
    paint('dim', text(entry['id'])),
  ]
  const failure = entry['error'] === undefined ? [] : describeFailure(entry['error'], context)
  return [line.join('  ').trim(), ...failure]
}

/** What a request was for; what has no path is told by its message. */
function subject({ path, message, code }: Entry): string {
  if (path !== undefined) return text(path)
  return code === undefined ? text(message) : `${text(message)}: ${text(code)}`
}

function outcome({ status, ms, path, message, level }: Entry, { paint }: Context): string {
  if (typeof status !== 'number') {
    return path === undefined ? '' : paint(LEVELS[raw(level)] ?? 'red', text(message))
  }
  const time = typeof ms === 'number' ? `${ms.toFixed(1)} ms` : ''
  return `${paint(COLORS[Math.floor(status / 100)] ?? 'red', String(status))} ${time.padStart(10)}`
}

function describeFailure(error: unknown, { paint, options }: Context): string[] {
  const lines: string[] = []
  let source: string | undefined
  for (let current = error, depth = 0; current !== undefined && depth < 8; depth++) {
    const { name, message, stack, cause } = Object(current) as Entry
    const words = typeof current === 'string' ? current : `${raw(name)}: ${raw(message)}`
    lines.push(paint('red', `  ${depth === 0 ? '' : 'caused by '}${brief(words)}`))
    source ??= sourceLine(raw(stack), options)
    current = cause
  }
  return source === undefined ? lines : [...lines, `  at ${paint('bold', visible(source))}`]
}

const LONGEST = 600

/** Prisma's messages go over many lines, with a drawing of the code. */
function brief(words: string): string {
  const line = visible(words.replaceAll(/\s+/g, ' ').trim())
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}

function text(value: unknown): string {
  return visible(raw(value))
}

function raw(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Writes out what a terminal would obey or hide, such as escapes and marks of direction. */
function visible(words: string): string {
  return words.replaceAll('\t', '  ').replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => {
    return `\\u${char.codePointAt(0)?.toString(16).padStart(4, '0') ?? ''}`
  })
}

/** Of what is said about a request beside its line. */
const LEVELS: Readonly<Record<string, 'cyan' | 'yellow'>> = { info: 'cyan', warn: 'yellow' }

const COLORS: Readonly<Record<number, 'green' | 'cyan' | 'yellow' | 'red'>> = {
  2: 'green',
  3: 'cyan',
  4: 'yellow',
  5: 'red',
}
