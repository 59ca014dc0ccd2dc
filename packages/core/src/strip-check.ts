import type { Schema } from './schema.ts'
import { isVouchedFor } from './spec.ts'

type Node = Readonly<Record<string, unknown>>

/**
 * Refuses, at construction, a response schema that may send what it does not name. Libraries differ:
 * some objects strip unknown keys, others pass them on. The output JSON Schema tells which.
 */
export function assertStrips(schema: Schema, where: string): void {
  if (isVouchedFor(schema)) return
  const root = outputOf(schema)
  const leak =
    root === undefined ? 'it offers no JSON Schema to check' : leakOf(root, root, new Set())
  if (leak === undefined) return
  throw new TypeError(
    `${where}: the response schema may send what it does not name (${leak}). ` +
      'Make its objects strip unknown keys, or vouch for it with strips(schema)',
  )
}

function outputOf(schema: Schema): unknown {
  const { jsonSchema } = schema['~standard'] as {
    jsonSchema?: { output?: (options: { target: string }) => unknown }
  }
  try {
    return jsonSchema?.output?.({ target: 'draft-2020-12' })
  } catch {
    return undefined // a transform without a described output, say
  }
}

/** What is open in a JSON Schema, or `undefined` where every object is closed. */
function leakOf(schema: unknown, root: unknown, seen: Set<unknown>): string | undefined {
  if (seen.has(schema) || schema === false) return undefined
  seen.add(schema)
  if (typeof schema !== 'object' || schema === null) return 'a part of it accepts anything'
  const node = schema as Node
  const inside = (part: unknown): string | undefined => leakOf(part, root, seen)
  if (typeof node.$ref === 'string') return inside(resolve(node.$ref, root))
  for (const parts of [node.anyOf, node.oneOf, node.allOf]) {
    if (Array.isArray(parts)) return first(parts, inside)
  }
  if ('const' in node || 'enum' in node || 'not' in node) return undefined
  const types = Array.isArray(node.type) ? node.type : [node.type]
  if (types.includes('object') || 'properties' in node) {
    if (node.additionalProperties !== false) return 'an object in it keeps unknown keys'
    return first(Object.values(node.properties ?? {}), inside)
  }
  if (types.includes('array')) {
    const { prefixItems, items } = node
    if (prefixItems === undefined) return inside(items)
    return (
      first(prefixItems as unknown[], inside) ?? (items === undefined ? undefined : inside(items))
    )
  }
  return types[0] === undefined ? 'a part of it accepts anything' : undefined
}

function first(
  parts: readonly unknown[],
  leak: (part: unknown) => string | undefined,
): string | undefined {
  for (const part of parts) {
    const found = leak(part)
    if (found !== undefined) return found
  }
  return undefined
}

function resolve(reference: string, root: unknown): unknown {
  let at: unknown = root
  for (const part of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    at = (at as Node | undefined)?.[part]
  }
  return at
}
