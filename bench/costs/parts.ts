import { gzipSync } from 'node:zlib'
import type { WorkerBundle } from '@gimbal/test-support/workerd'

export interface Part {
  readonly name: string
  readonly bytes: number
  /** Compressed alone, so the sum is a little more than the whole. */
  readonly gzipped: number
}

/**
 * Splits a Worker's upload by the origin of its code, largest part first. Each character of the
 * minified module belongs to the source that the source map names for it.
 *
 * @example
 * partsOf(await bundleWorker('src/worker.ts'))
 */
export function partsOf({
  modules,
  mainModule,
  sourceMap,
}: Omit<WorkerBundle, 'metafile'>): readonly Part[] {
  const texts = new Map<string, string>()
  const main = modules.find(({ name }) => name === mainModule)!
  const code = Buffer.from(main.content).toString()
  for (const { source, text } of readSpans(code, sourceMap.mappings)) {
    if (text === '') continue
    const path = source === undefined ? '' : sourceMap.sources[source]!
    const name = NAMES.find(([pattern]) => pattern.test(path))?.[1] ?? REST
    texts.set(name, (texts.get(name) ?? '') + text)
  }
  const parts = [...texts].map(([name, text]) => partOf(name, Buffer.from(text)))
  for (const { name, type, content } of modules) {
    if (name !== mainModule) parts.push(partOf(NAMES_OF_TYPES[type] ?? name, content))
  }
  return parts.sort((a, b) => b.gzipped - a.gzipped)
}

function partOf(name: string, content: Uint8Array): Part {
  return { name, bytes: content.length, gzipped: gzipSync(content).length }
}

const REST = "wrangler's polyfills for Node modules"
const CLIENT = 'Prisma client'
const NAMES_OF_TYPES: Readonly<Record<string, string>> = { wasm: 'query compiler, WebAssembly' }

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/packages\/core\//, '`@gimbal/core`'],
  [/apps\/users-api\/|app\/worker\.ts$/, 'users API'],
  [/packages\/adapter-/, 'adapters'],
  [/node_modules\/zod\//, 'zod'],
  [/extension-accelerate\//, 'driver: Accelerate'],
  [/\/(pg|pg-[\w-]+|pgpass|postgres-\w+|split2|xtend)\/|adapter-pg\//, 'driver: TCP'],
  [/prisma\/generated\//, CLIENT],
  [/prisma\/src\//, '`@gimbal/db`'],
  [/node-built-in-modules:|fill-plugin|unenv|wrangler\//, REST],
  // The remaining files of node_modules are bundled into Prisma's client.
  [/node_modules\/|helpers\//, CLIENT],
]

interface Span {
  readonly source: number | undefined
  readonly text: string
}

/** Splits a module at each position where its map starts another source. */
function* readSpans(code: string, mappings: string): Generator<Span> {
  const lines = code.split('\n')
  let source = 0
  let current: number | undefined
  for (const [index, segments] of mappings.split(';').entries()) {
    const line = `${lines[index] ?? ''}\n`
    let column = 0
    for (const segment of segments === '' ? [] : segments.split(',')) {
      const [columns = 0, sources] = readNumbers(segment)
      yield { source: current, text: line.slice(column, column + columns) }
      column += columns
      source += sources ?? 0
      current = sources === undefined ? undefined : source
    }
    yield { source: current, text: line.slice(column) }
  }
}

/**
 * Decodes Base64 VLQ: five bits per character, the sixth means that more follow; the lowest bit is
 * the sign.
 */
function readNumbers(segment: string): readonly number[] {
  const numbers: number[] = []
  let value = 0
  let shift = 0
  for (const character of segment) {
    const digit = DIGITS.indexOf(character)
    value += (digit & 31) << shift
    shift += 5
    if (digit & 32) continue
    numbers.push(value & 1 ? -(value >> 1) : value >> 1)
    value = shift = 0
  }
  return numbers
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
