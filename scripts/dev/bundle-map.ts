import { readFileSync, statSync } from 'node:fs'
import { SourceMap } from 'node:module'
import type { SourceMapPayload } from 'node:module'
import { dirname, resolve } from 'node:path'
import type { Locate } from './source-line.ts'

/**
 * Leads from places in wrangler's bundle to the sources, by the map that lies beside it.
 *
 * @example
 * const locate = createLocate()
 * locate({ file: '/app/.wrangler/tmp/dev-1/worker.js', line: 154, column: 43547 })
 */
export function createLocate(): Locate {
  const maps = new Map<string, { readonly map: SourceMap; readonly changed: number }>()
  const load = (file: string): SourceMap | undefined => {
    try {
      const changed = statSync(`${file}.map`).mtimeMs
      const known = maps.get(file)
      if (known?.changed === changed) return known.map
      const payload = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMapPayload
      const map = new SourceMap(payload)
      maps.set(file, { map, changed })
      return map
    } catch {
      return undefined
    }
  }
  return (place) => {
    if (!place.file.includes('.wrangler')) return place
    // A source map counts from 0, a stack from 1.
    const entry = load(place.file)?.findEntry(place.line - 1, place.column - 1)
    if (!entry || !('originalSource' in entry)) return place
    return {
      file: resolve(dirname(place.file), entry.originalSource),
      line: entry.originalLine + 1,
      column: entry.originalColumn + 1,
    }
  }
}
