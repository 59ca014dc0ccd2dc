import type { Awaitable } from '../async/awaitable.ts'

/** A validator of any library that speaks Standard Schema v1 (https://standardschema.dev): zod, valibot, arktype, … */
export interface Schema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => Awaitable<SchemaResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

/** What runs a schema of any library. Kept at construction: schemas are large objects, slow to look into. */
export type Validator = Schema['~standard']

export type SchemaResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly Issue[] }

export interface Issue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

// Inferred from the `types` slot: `S extends Schema ? …` on an unresolved S explodes on arktype
// under TypeScript 5.9 and 6.0 (TS2589).
export type Takes<Input> = {
  readonly '~standard': { readonly types?: { readonly input: Input } | undefined }
}
export type Gives<Output> = {
  readonly '~standard': { readonly types?: { readonly output: Output } | undefined }
}

/** What a schema accepts. */
export type In<S> = S extends Takes<infer Input> ? Input : never
/** What a schema returns. */
export type Out<S> = S extends Gives<infer Output> ? Output : never

/** Tells a schema from our own specs; valibot's schemas have a `kind` too, so this is asked first. */
export function isSchema(value: unknown): value is Schema {
  return !!(value as Partial<Schema> | null | undefined)?.['~standard']
}

/** The JSON Schema of what a schema takes, for libraries that can say it (https://standardschema.dev/json-schema). */
export function schemaToJson(schema: Schema | undefined): unknown {
  return jsonSchemaOf(schema)?.input?.({ target: 'draft-2020-12' })
}

/** The JSON Schema part of a Standard Schema. */
export function jsonSchemaOf(schema: Schema | undefined): JsonSchemaPart | undefined {
  return (schema?.['~standard'] as { readonly jsonSchema?: JsonSchemaPart } | undefined)?.jsonSchema
}

interface JsonSchemaPart {
  readonly input?: (options: { readonly target: string }) => unknown
  readonly output?: (options: { readonly target: string }) => unknown
}
