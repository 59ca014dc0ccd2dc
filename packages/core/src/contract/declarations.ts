import { parseMediaType } from '../http/media-type.ts'
import type { In, Out, Schema } from './schema.ts'
import type { ByteSource } from './http-response.ts'

export interface ProblemSpec<Code extends string = string> {
  readonly kind: 'problem'
  readonly codes: readonly Code[]
}

/** `text()`, `bytes()` and `stream()`: the body's media type, and what handlers send and clients receive. */
export interface MediaSpec<Sent = unknown, Received = unknown> {
  readonly kind: 'text' | 'bytes' | 'stream'
  readonly contentType: string | undefined
  readonly '~sent': Sent
  readonly '~received': Received
}

export interface NoContentSpec {
  readonly kind: 'empty'
}

export interface RedirectSpec {
  readonly kind: 'redirect'
}

/** Who reads a request's body, and as what: a plain schema means JSON. */
export interface BodySpec<Input = unknown, Output = unknown> {
  readonly kind: 'json' | 'form' | 'text' | 'bytes' | 'stream'
  readonly schema?: Schema | undefined
  /** The one media type to accept; without it the kind's own. */
  readonly contentType?: string | undefined
  readonly '~body': { readonly input: Input; readonly output: Output }
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

/** A problem of one's own: its code and its status, known in one place. */
export interface ProblemDefinition<Code extends string = string, Status extends number = number> {
  readonly code: Code
  readonly status: Status
}

/**
 * Names a problem once, for `problem(outOfStock)` in a route and `new HttpError(outOfStock.status, outOfStock)`.
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

/** An answer without content, as 204. */
export const noContent: NoContentSpec = { kind: 'empty' }

/** An answer whose `location` is given to `reply(302, '/path')`. */
export const redirect: RedirectSpec = { kind: 'redirect' }

/** A text body: any `text/*` in utf-8 coming in; the exact string going out, with this content type. */
export function text(contentType?: string): MediaSpec<string, string> & BodySpec<string, string> {
  return { kind: 'text', contentType } as never
}

/** A body of bytes, read or sent whole. */
export function bytes(
  contentType?: string,
): MediaSpec<Uint8Array, Uint8Array> & BodySpec<Uint8Array, Uint8Array> {
  return { kind: 'bytes', contentType } as never
}

/** A body that is never held whole: the handler gets, or gives, its chunks. */
export function stream(
  contentType?: string,
): MediaSpec<ByteSource, AsyncIterable<Uint8Array>> &
  BodySpec<ByteSource | Uint8Array | string, AsyncIterable<Uint8Array>> {
  return { kind: 'stream', contentType } as never
}

/** An `application/x-www-form-urlencoded` body with the query's rules. */
export function form<S extends Schema>(schema: S): BodySpec<In<S>, Out<S>> {
  return { kind: 'form', schema } as never
}

/**
 * A JSON body under a media type of its own.
 *
 * @example
 * body: json(Patch, 'application/merge-patch+json')
 */
export function json<S extends Schema>(schema: S, contentType: string): BodySpec<In<S>, Out<S>> {
  if (!parseMediaType(contentType)) {
    throw new TypeError(`json() takes a media type such as application/ld+json; got ${contentType}`)
  }
  return { kind: 'json', schema, contentType } as never
}

/**
 * Vouches that a response schema removes what it does not name, where core cannot see it.
 *
 * @example
 * responses: { 200: trustSchema(v.object({ id: v.number() })) }
 */
export function trustSchema<S extends Schema>(schema: S): S {
  trusted.add(schema)
  return schema
}

const trusted = new WeakSet<object>()

export function isTrustedSchema(schema: Schema): boolean {
  return trusted.has(schema)
}
