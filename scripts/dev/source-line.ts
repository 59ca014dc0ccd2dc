import { isAbsolute, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Gives the place in the sources, or the same one where there is no map. */
export type Locate = (place: Place) => Place

/**
 * Finds the first frame of a stack that lies in the workspace, as `file:line:column` with the path
 * from its root.
 *
 * @example
 * sourceLine(error.stack, { root }) // 'apps/users-api/src/users.ts:21:21'
 */
export function sourceLine(
  stack: string,
  options: { readonly root?: string; readonly locate?: Locate } = {},
): string | undefined {
  const { root = '/', locate = (place: Place) => place } = options
  for (const frame of stack.split('\n')) {
    const place = readFrame(frame)
    if (!place) continue
    const { file, line, column } = locate(place)
    const path = relative(root, file).split(sep).join('/')
    if (isOurs(path)) return `${path}:${line}:${column}`
  }
  return undefined
}

/** `at name (file:///folder/file.ts:1:2)`, `at async file:///folder/file.ts:1:2` */
function readFrame(frame: string): Place | undefined {
  const match = /^\s+at (?:.*\()?(?:async )?((?:file:|\/|[A-Za-z]:\\).+):(\d+):(\d+)\)?$/.exec(
    frame,
  )
  if (!match?.[1]) return undefined
  try {
    const file = match[1].startsWith('file:') ? fileURLToPath(match[1]) : match[1]
    return { file, line: Number(match[2]), column: Number(match[3]) }
  } catch {
    return undefined
  }
}

function isOurs(path: string): boolean {
  const outside = path.startsWith('..') || isAbsolute(path)
  return !outside && !/(^|\/)(node_modules|\.wrangler)\//.test(path) && !TRANSLATORS.test(path)
}

// These only put what a driver threw into our words; the query stands in the frame below.
const TRANSLATORS = /^prisma\/src\/(client\/with-resilience|errors\/to-http-error)\.ts$/
