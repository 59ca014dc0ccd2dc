import type { ReplyHeaders } from '../errors/http-error.ts'

/** The chunks of a streamed body: an async generator, a `ReadableStream` or a Node stream. */
export type ByteSource = AsyncIterable<Uint8Array | string>

/** A response as middleware sees it: immutable plain data with a serialized body. */
export interface HttpResponse {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | Uint8Array | ByteSource | undefined
  /** The length in bytes of a streamed body, if known. */
  readonly size?: number | undefined
}

/** What a handler returns. Only `request.reply` creates one, so its status and body are declared. */
export interface Answer<Status = unknown> {
  readonly status: number
  readonly headers: HttpResponse['headers']
  /** Not yet validated and serialized. */
  readonly body: unknown
  readonly size?: number | undefined
  readonly '~made by request.reply(…)': Status
}

export interface ReplyOptions {
  /** An array where HTTP allows several values, such as `set-cookie`. */
  readonly headers?: ReplyHeaders
  readonly location?: string
  /** The length in bytes of a streamed body. */
  readonly size?: number
}
