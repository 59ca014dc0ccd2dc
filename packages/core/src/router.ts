import type { Method, RawParams } from './types.ts'

/** What the router keeps of a route; `value` is the caller's own. */
export interface RouterEntry<Value> {
  readonly method: Method
  readonly path: string
  readonly value: Value
}

/** A known path: what is there by method, and the params of this request by position. */
export interface Match<Value> {
  readonly methods: ReadonlyMap<string, Endpoint<Value>>
  /** The value of the Allow header. */
  readonly allow: string
  readonly values: readonly (string | readonly string[])[]
}

export interface Endpoint<Value> {
  readonly value: Value
  readonly names: readonly string[]
}

export interface Router<Value> {
  readonly match: (path: string, segments: readonly string[]) => Match<Value> | undefined
}

interface Place<Value> {
  readonly methods: Map<string, Endpoint<Value>>
  allow: string
}

interface Node<Value> {
  readonly statics: Map<string, Node<Value>>
  param: Node<Value> | undefined
  wildcard: Place<Value> | undefined
  place: Place<Value> | undefined
}

const none: readonly never[] = []
const methodOrder = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** Compiles routes once; a request costs the same among 1 and among 500. Order does not matter. */
export function compileRouter<Value>(entries: Iterable<RouterEntry<Value>>): Router<Value> {
  const root = node<Value>()
  const fixed = new Map<string, Match<Value>>()
  for (const entry of entries) {
    const { place, names } = insert(root, entry.path)
    const taken = place.methods.get(entry.method)
    if (taken) throw new TypeError(`two routes answer ${entry.method} ${entry.path}`)
    place.methods.set(entry.method, { value: entry.value, names })
    place.allow = allowOf(place.methods)
    // Paths without percent-encoding or params need no walk.
    if (names.length === 0 && !entry.path.includes('%')) {
      fixed.set(entry.path, { methods: place.methods, allow: place.allow, values: none })
    }
  }
  return {
    match: (path, segments) => fixed.get(path) ?? walk(root, { segments, values: [] }, 0),
  }
}

/** Params by name, for the endpoint that was chosen. */
export function paramsOf(names: readonly string[], values: Match<unknown>['values']): RawParams {
  const params: Record<string, string | readonly string[]> = {}
  for (let index = 0; index < names.length; index++) params[names[index]!] = values[index]!
  return params
}

interface Walk {
  readonly segments: readonly string[]
  readonly values: (string | readonly string[])[]
}

// Static beats `:name` beats `*`, segment by segment, with backtracking.
function walk<Value>(at: Node<Value>, path: Walk, index: number): Match<Value> | undefined {
  const { segments, values } = path
  if (index === segments.length) {
    return at.place && { methods: at.place.methods, allow: at.place.allow, values: [...values] }
  }
  const segment = segments[index]!
  const fixed = at.statics.get(segment)
  const found = fixed && walk(fixed, path, index + 1)
  if (found) return found
  if (at.param && segment !== '') {
    values.push(segment)
    const through = walk(at.param, path, index + 1)
    if (through) return through
    values.pop()
  }
  const { wildcard } = at
  return (
    wildcard && {
      methods: wildcard.methods,
      allow: wildcard.allow,
      values: [...values, segments.slice(index)],
    }
  )
}

function insert<Value>(root: Node<Value>, path: string): { place: Place<Value>; names: string[] } {
  if (!path.startsWith('/')) throw new TypeError(`a route's path begins with /; got '${path}'`)
  const names: string[] = []
  const segments = path.slice(1).split('/')
  let at = root
  for (const [index, segment] of segments.entries()) {
    if (segment === '*') {
      if (index !== segments.length - 1) throw new TypeError(`* is the last segment: ${path}`)
      addName(names, 'rest', path)
      return { place: (at.wildcard ??= place()), names }
    }
    if (segment.startsWith(':')) {
      addName(names, segment.slice(1), path)
      at = at.param ??= node()
    } else {
      const value = literal(segment, path)
      let next = at.statics.get(value)
      if (!next) at.statics.set(value, (next = node()))
      at = next
    }
  }
  return { place: (at.place ??= place()), names }
}

function addName(names: string[], name: string, path: string): void {
  if (!/^[A-Za-z_]\w*$/.test(name) || name === '__proto__') {
    throw new TypeError(`a parameter fills a whole segment and is a word, as :id; got ${path}`)
  }
  if (names.includes(name)) throw new TypeError(`${path} has two parameters '${name}'`)
  names.push(name)
}

// Routes are written as a person reads the path; what a URL could not carry is a mistake.
function literal(segment: string, path: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters to refuse
  if (/[\u0000-\u0020"#<>?\\`*:%\u007f]|^\.\.?$/.test(segment)) {
    throw new TypeError(`'${segment}' cannot be a segment of a route's path: ${path}`)
  }
  return segment
}

function allowOf(methods: ReadonlyMap<string, unknown>): string {
  return methodOrder
    .filter(
      (method) =>
        methods.has(method) || method === 'OPTIONS' || (method === 'HEAD' && methods.has('GET')),
    )
    .join(', ')
}

function node<Value>(): Node<Value> {
  return { statics: new Map(), param: undefined, wildcard: undefined, place: undefined }
}

function place<Value>(): Place<Value> {
  return { methods: new Map(), allow: '' }
}
