import { jsonSchemaOf, type Schema } from './schema.ts'
import { isTrustedSchema } from './declarations.ts'
import { tryOrUndefined, isObject } from '../errors/assertions.ts'

type Node = Readonly<Record<string, unknown>>

/**
 * Throws if a response schema may pass on unknown keys. Libraries differ: some object schemas strip
 * unknown keys, others keep them. The output JSON Schema shows which.
 */
export function assertStrips(schema: Schema, where: string): void {
  if (isTrustedSchema(schema)) return
  const root = outputOf(schema)
  const leak = root === undefined ? 'it has no JSON Schema' : leakOf(root, root, new Set())
  if (leak === undefined) return
  throw new TypeError(
    `${where}: the schema may send more than it names (${leak}); see trustSchema()`,
  )
}

function outputOf(schema: Schema): unknown {
  // It throws, for example, for a transform without an output schema.
  return tryOrUndefined(() => jsonSchemaOf(schema)?.output?.({ target: 'draft-2020-12' }))
}

/** Describes an open part of a JSON Schema; `undefined` if every object is closed. */
function leakOf(schema: unknown, root: unknown, seen: Set<unknown>): string | undefined {
  if (seen.has(schema) || schema === false) return undefined
  seen.add(schema)
  const parts = partsOf(isObject(schema) ? (schema as Node) : {}, root)
  if (typeof parts === 'string') return parts
  for (const part of parts) {
    const leak = leakOf(part, root, seen)
    if (leak !== undefined) return leak
  }
  return undefined
}

/** Returns the schemas inside a schema, or a description if the schema itself is open. */
function partsOf(node: Node, root: unknown): string | readonly unknown[] {
  if (typeof node.$ref === 'string') {
    const step = (at: unknown, key: string): unknown =>
      key === '#' ? root : (at as Node | undefined)?.[key]
    return [node.$ref.split('/').reduce(step, root)]
  }
  const branches = node.anyOf ?? node.oneOf ?? node.allOf
  if (Array.isArray(branches)) return branches as unknown[]
  if ('const' in node || 'enum' in node || 'not' in node) return []
  const types: unknown[] = [node.type].flat()
  if (types.includes('object') || 'properties' in node) {
    if (node.additionalProperties !== false) return 'an object is open'
    return Object.values((node.properties ?? {}) as Node)
  }
  if (types.includes('array')) {
    const { prefixItems, items } = node as { prefixItems?: unknown[]; items?: unknown }
    if (!prefixItems) return [items]
    return items === undefined ? prefixItems : [...prefixItems, items]
  }
  return types[0] === undefined ? 'a part is open' : []
}
