import type { ReplyHeaders } from '../errors/http-error.ts'

/** Chunks of a streamed body: an async generator, a `ReadableStream`, a Node stream. */
export type ByteSource = AsyncIterable<Uint8Array | string>

/** A response as middleware sees it: plain data, ready for the wire, built once and never changed. */
export interface HttpResponse {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | Uint8Array | ByteSource | undefined
  /** The length in bytes of a streamed body, where it is known. */
  readonly size?: number | undefined
}

/** What a handler returns: made by `request.reply` alone, so that status and body are declared ones. */
export interface Answer<Status = unknown> {
  readonly status: number
  readonly headers: HttpResponse['headers']
  /** Not yet validated and serialized. */
  readonly body: unknown
  readonly size?: number | undefined
  readonly '~made by request.reply(…)': Status
}

export interface ReplyOptions {
  /** Several values where HTTP allows them, as for `set-cookie`. */
  readonly headers?: ReplyHeaders
  readonly location?: string
  /** The length in bytes of a streamed body. */
  readonly size?: number
}
