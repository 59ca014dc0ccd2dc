import type { Answer } from './parse-answer.ts'
import type { Step } from './raw.ts'

/** A request as data. In targets and header values each character is one byte; bodies are UTF-8. */
export interface PlannedRequest {
  readonly method?: string
  /** Begins with `/`; the base path is prepended. */
  readonly target: string
  readonly headers?: readonly (readonly [name: string, value: string])[]
  /** Sent with its content-length. */
  readonly body?: string | Uint8Array
  /** Sent chunked. */
  readonly chunks?: readonly (string | Uint8Array)[]
  readonly host?: string
}

/**
 * A request as raw text, for invalid HTTP: one character is one byte, `{mount}` is the base path.
 * Only a socket can send it.
 */
export interface RawRequest {
  readonly raw: string | readonly (string | Exclude<Step, Uint8Array>)[]
  /** The method of each request in it. */
  readonly methods: readonly string[]
  readonly untilClose?: boolean
}

/** The expected response. In headers and text bodies `{mount}` is the base path. */
export interface Expectation {
  readonly status: number | readonly number[]
  /** All headers except those of the connection; content-length is derived from the body. */
  readonly headers?: Readonly<Record<string, string | RegExp | readonly string[]>>
  readonly body?: string | Uint8Array
  /** `none`: a stream of unknown length. */
  readonly length?: 'none' | number
  /**
   * The server aborts the connection before or during this response, so that it is visibly
   * incomplete.
   */
  readonly cut?: boolean
  /** Whether the connection ends with this response. @default 'either', false for a success */
  readonly close?: boolean | 'either'
  /** How often a handler has run. @default 0 for a refusal, 'any' for a success */
  readonly runs?: number | 'any'
  /** Accepts a response without `x-request-id`, which the host made before the app. */
  readonly anonymous?: boolean
  /** Also accepts that the server closes the connection without a response. */
  readonly orClosed?: boolean
  readonly check?: (answer: Answer) => string | undefined
}

/** One test case of the suite. */
export interface Case {
  /** A rule number, an advisory or a name of its own. Known deviations refer to it. */
  readonly id: string
  /** What it checks. */
  readonly title: string
  /** Computed from area and title: `method/answers-a-plain-get`. */
  readonly name: string
  readonly request: PlannedRequest | RawRequest | readonly PlannedRequest[]
  /** One for each response, in order. */
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

/** A case as declared in its file; the suite adds the name. */
export type DeclaredCase = Omit<Case, 'name'>
