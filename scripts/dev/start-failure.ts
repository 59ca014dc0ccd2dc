import { createLocate } from './bundle-map.ts'
import { sourceLine } from './source-line.ts'

/** Why a host did not start: the error, and the first line of the workspace in its stack. */
export interface StartFailure {
  readonly reason: string
  readonly place: string | undefined
}

/**
 * Reads the error from what a host printed before it ended.
 *
 * @example
 * readStartFailure(['TypeError: no path', '    at file:///repo/apps/users-api/src/app.ts:3:7'], root)
 * // { reason: 'TypeError: no path', place: 'apps/users-api/src/app.ts:3:7' }
 */
export function readStartFailure(
  lines: readonly string[],
  { root, bundle }: { readonly root: string; readonly bundle?: string | undefined },
): StartFailure {
  const error = lines.map((line) => ERROR.exec(line)?.[1]).find((found) => found !== undefined)
  // wrangler prints the places of its bundle without their folder.
  const stack = lines.map((line) => (bundle ? line.replace(BUNDLED, `$1file://${bundle}:`) : line))
  const frames = sourceLine(stack.join('\n'), { root, locate: createLocate() })
  return {
    reason: error ?? lines.at(-1) ?? 'no reason was printed',
    place: frames ?? syntax(lines, root),
  }
}

/** `TypeError: …`, in Node's form and in that of workerd. */
const ERROR = /^(?:.*\[ERROR\] )?(?:service \S+: )?(?:Uncaught )?(\w*(?:Error|Exception)\b.*)$/
const BUNDLED = /^(\s+at .*\(?)worker\.js:/

/** Node names the place of a syntax error in a line of its own, in front of the code. */
function syntax(lines: readonly string[], root: string): string | undefined {
  const found = lines.map((line) => /^(?:file:\/\/)?(\/.+:\d+)$/.exec(line)?.[1]).find(Boolean)
  return found?.startsWith(`${root}/`) ? found.slice(root.length + 1) : undefined
}
