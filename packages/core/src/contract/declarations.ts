import { locationOf, type LocationOptions } from '../http/location.ts'
import type { MediaSpec } from './body-type.ts'
import type { Schema } from './schema.ts'

export interface ProblemSpec<Code extends string = string> {
  readonly kind: 'problem'
  readonly codes: readonly Code[]
}

export interface NoContentSpec {
  readonly kind: 'empty'
}

export interface RedirectSpec {
  readonly kind: 'redirect'
  /** Returns the `location` for the target of a reply; undefined refuses it. */
  readonly locationOf: (to: string, options?: LocationOptions) => string | undefined
}

export type ResponseSpec = Schema | ProblemSpec | MediaSpec | NoContentSpec | RedirectSpec

export interface ResponseMap {
  readonly [status: number]: ResponseSpec
}

/** Declares which problem codes a status may carry. */
export function problem<const Codes extends readonly (string | ProblemDefinition)[]>(
  ...codes: Codes
): ProblemSpec<CodeOf<Codes[number]>> {
  return {
    kind: 'problem',
    codes: codes.map((code) => (typeof code === 'string' ? code : code.code)) as never,
  }
}

type CodeOf<Code> = Code extends string
  ? Code
  : Code extends { readonly code: infer Name extends string }
    ? Name
    : never

/** A problem of an app: its code and its status. */
export interface ProblemDefinition<Code extends string = string, Status extends number = number> {
  readonly code: Code
  readonly status: Status
}

/**
 * Defines a problem, for `problem(outOfStock)` and `new HttpError(outOfStock.status, outOfStock)`.
 *
 * @example
 * export const outOfStock = defineProblem('out_of_stock', 409)
 */
export function defineProblem<const Code extends string, const Status extends number>(
  code: Code,
  status: Status,
): ProblemDefinition<Code, Status> {
  if (!/^[a-z][a-z0-9_]*$/.test(code)) {
    throw new TypeError(
      `a problem code is lower-case words joined by _; got ${JSON.stringify(code)}`,
    )
  }
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    throw new RangeError(`problem ${code} needs a status in 400–599; got ${String(status)}`)
  }
  return { code, status }
}

/** Declares a response without content, such as 204. */
export const noContent: NoContentSpec = { kind: 'empty' }

/** Declares a redirect; its `location` is the second argument: `reply(302, '/path')`. */
export const redirect: RedirectSpec = { kind: 'redirect', locationOf }

/**
 * Asserts that a response schema removes unknown keys, for schemas that core cannot check.
 *
 * @example
 * responses: { 200: trustSchema(v.object({ id: v.number() })) }
 */
export function trustSchema<S extends Schema>(schema: S): S {
  trusted.add(schema)
  return schema
}

// One set for all copies of this package in a process: a library may bring its own.
const TRUSTED = Symbol.for('@gimbal/core: trusted schemas')
const trusted = ((globalThis as { [TRUSTED]?: WeakSet<object> })[TRUSTED] ??= new WeakSet())

export function isTrustedSchema(schema: Schema): boolean {
  return trusted.has(schema)
}
