import type { Answer } from './parse-answer.ts'
import type { Step } from './raw.ts'

/** A request in its parts. In targets and header values each character is one byte; bodies are UTF-8. */
export interface PlannedRequest {
  readonly method?: string
  /** Begins with `/`; the mount is put before it. */
  readonly target: string
  readonly headers?: readonly (readonly [name: string, value: string])[]
  /** Sent with its content-length. */
  readonly body?: string | Uint8Array
  /** Sent chunked. */
  readonly chunks?: readonly (string | Uint8Array)[]
  readonly host?: string
}

/**
 * A request as bytes, for what has no parts: one character is one byte, `{mount}` is where the app
 * is mounted. Only a socket can send it.
 */
export interface RawRequest {
  readonly raw: string | readonly (string | Exclude<Step, Uint8Array>)[]
  /** The method of each request in it. */
  readonly methods: readonly string[]
  readonly untilClose?: boolean
}

/** What an answer must be. In headers and text bodies `{mount}` is where the app is mounted. */
export interface Expectation {
  readonly status: number | readonly number[]
  /** All headers but the ones that belong to the connection; content-length goes without saying. */
  readonly headers?: Readonly<Record<string, string | RegExp | readonly string[]>>
  readonly body?: string | Uint8Array
  /** `none`: a stream, whose length is not known ahead. */
  readonly length?: 'none' | number
  /** The server breaks the connection before or amid this answer, so that it cannot be taken for a whole one. */
  readonly cut?: boolean
  /** Whether the connection ends with this answer; `either` unless the answer is a success. */
  readonly close?: boolean | 'either'
  /** How often a handler has run; 0 for a refusal, not looked at for a success. */
  readonly runs?: number | 'any'
  /** An answer without `x-request-id` will do: it was made ahead of the app. */
  readonly anonymous?: boolean
  /** To close without an answer will do as well. */
  readonly orClosed?: boolean
  readonly check?: (answer: Answer) => string | undefined
}

/** One test case of the suite. */
export interface Case {
  /** The number of its rule in HTTP.md, an advisory, or a word of its own. Known deviations name it. */
  readonly id: string
  /** What it tests, in words. */
  readonly title: string
  /** Its area and what it tests: `method/answers-a-plain-get`. */
  readonly name: string
  readonly request: PlannedRequest | RawRequest | readonly PlannedRequest[]
  /** One for each answer, in order. */
  readonly expect: Expectation | readonly Expectation[]
}

export function isRaw(request: Case['request']): request is RawRequest {
  return 'raw' in request
}

export function isSeveral(request: Case['request']): request is readonly PlannedRequest[] {
  return Array.isArray(request)
}

export function plansOf(request: Exclude<Case['request'], RawRequest>): readonly PlannedRequest[] {
  return isSeveral(request) ? request : [request]
}

export function expectationsOf(one: Case): readonly Expectation[] {
  return Array.isArray(one.expect)
    ? (one.expect as readonly Expectation[])
    : [one.expect as Expectation]
}

/** A case as its file declares it: the suite adds the name. */
export type DeclaredCase = Omit<Case, 'name'>
