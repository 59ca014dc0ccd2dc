import type { ReplyHeaders } from '../errors/http-error.ts'

/** What travels outwards: plain data, built once and never changed. */
export interface HttpResponse {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** A string, bytes, a stream, `undefined` for none; anything else, or with `json`, is JSON. */
  readonly body: unknown
  readonly json?: boolean
  /** The length in bytes of a streamed body, where it is known. */
  readonly size?: number | undefined
}

/** What a typed handler returns: made by `request.reply` alone, so status and body are known to be declared. */
export interface Answer<Status = unknown> extends HttpResponse {
  readonly '~made by request.reply(…)': Status
}

export interface ReplyOptions {
  /** Several values where HTTP allows them, as for `set-cookie`. */
  readonly headers?: ReplyHeaders
  readonly location?: string
  /** The length in bytes of a streamed body. */
  readonly size?: number
}
