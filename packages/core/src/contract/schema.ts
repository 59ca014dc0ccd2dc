import type { Awaitable } from '../async/awaitable.ts'

/**
 * A schema of any library that implements Standard Schema v1 (https://standardschema.dev): zod,
 * valibot, arktype, …
 */
export interface Schema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => Awaitable<SchemaResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

/**
 * The part of a schema that validates. Routes keep it, because property access on large schemas
 * is slow.
 */
export type Validator = Schema['~standard']

export type SchemaResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly Issue[] }

export interface Issue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

// Inferred from the property `types`: `S extends Schema ? …` on an unresolved S fails for arktype
// under TypeScript 5.9 and 6.0 (TS2589: excessively deep).
export type Takes<Input> = {
  readonly '~standard': { readonly types?: { readonly input: Input } | undefined }
}
export type Gives<Output> = {
  readonly '~standard': { readonly types?: { readonly output: Output } | undefined }
}

/** The input type of a schema. */
export type In<S> = S extends Takes<infer Input> ? Input : never
/** The output type of a schema. */
export type Out<S> = S extends Gives<infer Output> ? Output : never

/** Returns true for a schema, false for a spec of core. Checked before `kind`, which valibot has too. */
export function isSchema(value: unknown): value is Schema {
  return !!(value as Partial<Schema> | null | undefined)?.['~standard']
}

/**
 * Returns the JSON Schema of a schema's input, if the library supports it
 * (https://standardschema.dev/json-schema).
 */
export function schemaToJson(schema: Schema | undefined): unknown {
  return jsonSchemaOf(schema)?.input?.({ target: 'draft-2020-12' })
}

/** Returns the JSON Schema part of a Standard Schema. */
export function jsonSchemaOf(schema: Schema | undefined): JsonSchemaPart | undefined {
  return (schema?.['~standard'] as { readonly jsonSchema?: JsonSchemaPart } | undefined)?.jsonSchema
}

interface JsonSchemaPart {
  readonly input?: (options: { readonly target: string }) => unknown
  readonly output?: (options: { readonly target: string }) => unknown
}
