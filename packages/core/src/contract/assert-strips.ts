import { jsonSchemaOf, type Schema } from './schema.ts'
import { isTrustedSchema } from './declarations.ts'
import { tryOrUndefined, isObject } from '../errors/assertions.ts'

type Node = Readonly<Record<string, unknown>>

/**
 * Refuses, at construction, a response schema that may send more than it names. Libraries differ:
 * some objects strip unknown keys, others pass them on. The output JSON Schema tells which.
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
  // It throws for a transform without a described output, say.
  return tryOrUndefined(() => jsonSchemaOf(schema)?.output?.({ target: 'draft-2020-12' }))
}

/** What is open in a JSON Schema, or `undefined` where every object is closed. */
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

/** The schemas inside a schema, or what is open in itself. */
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
