import { decodeSegment, spellSegment, split } from '../http/path.ts'
import { type Method, methods as allMethods } from '../contract/methods.ts'
import type { RawParams } from '../contract/types.ts'

/** One route for the router, with a value of the caller. */
export interface RouterEntry<Value> {
  /** For error messages. */
  readonly name: string
  readonly method: Method
  readonly path: string
  readonly value: Value
}

/** The match of a path: its node, and the values of the parameters by position. */
export interface Match<Value> {
  readonly end: End<Value>
  readonly values: Values
}

/** The routes of a path by method. `allow` is the Allow header, empty if no route ends here. */
export interface End<Value> {
  readonly methods: Map<string, RouteEnd<Value>>
  allow: string
  /** The indexes of the literal segments. */
  fixed: readonly number[]
}

export interface RouteEnd<Value> {
  readonly name: string
  readonly value: Value
  readonly names: readonly string[]
}

/** Finds the match of a canonical path. */
export type Router<Value> = (path: string) => Match<Value> | undefined

type Values = readonly (string | readonly string[])[]

/** A node of the tree of segments. A path ends here if the node has methods. */
interface Node<Value> extends End<Value> {
  readonly depth: number
  readonly statics: Map<string, Node<Value>>
  param?: Node<Value>
  wildcard?: Node<Value>
}

/**
 * Compiles routes to a tree. The cost of a match does not depend on their number, nor its result
 * on their order.
 */
export function compileRouter<Value>(entries: Iterable<RouterEntry<Value>>): Router<Value> {
  const root = node<Value>(0)
  for (const { name, method, path, value } of entries) {
    const { end, names } = insert(root, path, `${name} (${method} ${path})`)
    const { methods } = end
    const other = methods.get(method)?.name
    if (other) throw new TypeError(`${name} (${method} ${path}): ${other} is the same route`)
    const endpoint = { name, value, names }
    methods.set(method, endpoint)
    if (method === 'GET') methods.set('HEAD', endpoint)
    end.allow = allMethods.filter((each) => methods.has(each) || each === 'OPTIONS').join(', ')
  }
  return (path) => walk(root, split(path), [])
}

/** Returns the params by name for the route of the chosen method. */
export function paramsOf(names: readonly string[], values: Values): RawParams {
  const params: Record<string, string | readonly string[]> = {}
  for (let index = 0; index < names.length; index++) params[names[index]!] = values[index]!
  return params
}

// Precedence per segment, with backtracking: literal, `:name`, `*`.
function walk<Value>(
  at: Node<Value>,
  segments: readonly string[],
  values: Values,
): Match<Value> | undefined {
  const { depth, statics, param, wildcard } = at
  if (depth === segments.length) return at.allow ? { end: at, values } : undefined
  const segment = segments[depth]!
  const fixed = statics.get(segment)
  return (
    (fixed && walk(fixed, segments, values)) ??
    (param && segment !== ''
      ? walk(param, segments, [...values, decodeSegment(segment)])
      : undefined) ??
    (wildcard && {
      end: wildcard,
      values: [...values, segments.slice(depth).map(decodeSegment)],
    })
  )
}

function insert<Value>(
  root: Node<Value>,
  path: string,
  where: string,
): { end: Node<Value>; names: string[] } {
  if (!path.startsWith('/')) {
    throw new TypeError(`${where}: expected a path that begins with /; got '${path}'`)
  }
  const names: string[] = []
  const fixed: number[] = []
  const segments = split(path)
  let end = root
  for (const segment of segments) {
    const next = node<Value>(end.depth + 1)
    if (segment === '*') {
      if (next.depth < segments.length) {
        throw new TypeError(`${where}: expected * as the last segment`)
      }
      addName(names, 'rest', where)
      end = end.wildcard ??= next
    } else if (segment.startsWith(':')) {
      addName(names, segment.slice(1), where)
      end = end.param ??= next
    } else {
      checkLiteral(segment, where)
      fixed.push(end.depth)
      const spelled = spellSegment(segment)
      const found = end.statics.get(spelled) ?? next
      end.statics.set(spelled, found)
      end = found
    }
  }
  end.fixed = fixed
  return { end, names }
}

function addName(names: string[], name: string, where: string): void {
  if (!/^[A-Za-z_]\w*$/.test(name) || name === '__proto__') {
    throw new TypeError(
      `${where}: expected a whole segment such as :id, its pattern in params; got ':${name}'`,
    )
  }
  if (names.includes(name)) throw new TypeError(`${where}: two parameters are called '${name}'`)
  names.push(name)
}

// Literal segments are written decoded. Characters that a request path cannot contain are an error.
function checkLiteral(segment: string, where: string): void {
  if (/[\0- "#<>?\\`*:%\x7f]|^\.\.?$/.test(segment)) {
    throw new TypeError(`${where}: '${segment}' cannot be a segment`)
  }
}

function node<Value>(depth: number): Node<Value> {
  return { depth, statics: new Map(), methods: new Map(), allow: '', fixed: [] }
}
