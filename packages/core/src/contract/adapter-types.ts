import type { Awaitable } from '../async/awaitable.ts'
import type { ByteSource } from './http-response.ts'

/** What an adapter passes to core: the request as received. Core reads only the parts that it needs. */
export interface AdapterRequest {
  readonly method: string
  /** The request target; on fetch hosts, the part of the URL after the authority. */
  readonly target: string
  /** The base path that the host's router reports; the app's `basePath` option has priority. */
  readonly basePath?: string | undefined
  /**
   * Whether the host's router has matched the target as sent. Its access checks apply to that
   * spelling only, so a path in another spelling does not match a route.
   */
  readonly isRouted?: boolean | undefined
  /** The Host header, as returned by `header('host')`; `undefined` if HTTP/1.0 sent none. */
  readonly hostHeader: string | undefined
  /** Why the host must refuse the request: header fields may be missing (431), a wrong version (505). */
  readonly refusal?: { readonly status: number } | undefined
  /** The address of the socket's peer, or the client address that the platform guarantees. */
  readonly peer: string | undefined
  readonly signal: AbortSignal
  /** The host's own objects, for `from<Host>(request)`. */
  readonly platform?: unknown
  /** The value of a header by lower-case name: repeated fields joined, trimmed, decoded as UTF-8. */
  readonly header: (name: string) => string | undefined
  /** All headers: each name once, in lower case, with the value that `header` returns. */
  readonly headerEntries: () => Iterable<readonly [name: string, value: string]>
  /** The declared length in bytes; `undefined` if there is none. */
  readonly bodyLength: number | undefined
  /** Whether there is a body: a length above 0, or chunks. */
  readonly hasBody: boolean
  /** The result of a body parser of the host that has consumed the bytes. */
  readonly parsedBody?: { readonly value: unknown } | undefined
  /**
   * Reads the whole body. Rejects with `bodyTooLarge()` above `limit` bytes and with
   * `incompleteBody()`.
   */
  readonly readBody: (limit: number) => Promise<Uint8Array>
  /** Returns the body's chunks; called once. Rejects with `incompleteBody()` if the body ends early. */
  readonly streamBody: () => ByteSource | Iterable<Uint8Array>
  /** Whether the host's own response was written to, for example by a guard instead of `reply()`. */
  readonly hasResponse?: boolean | undefined
  readonly waitUntil: (promise: Promise<unknown>) => void
  /** Runs `task` after the response has been sent or the client has disconnected. */
  readonly afterResponse: (task: () => Awaitable<void>) => void
}

/** What core returns to an adapter: a final response, which the adapter only writes. */
export interface AdapterResponse {
  readonly status: number
  /**
   * Names in lower case; `set-cookie` may repeat. No `content-length` if the body is a string or
   * bytes.
   */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /**
   * For a string or bytes the adapter adds `content-length`. If `next` of a stream rejects, the
   * adapter aborts the connection.
   */
  readonly body: string | Uint8Array | ByteStream | undefined
  /** Close the connection after this response, if the host can. */
  readonly close: boolean
}

/** A streamed body for adapters: read chunk by chunk, and stoppable. */
export interface ByteStream {
  /**
   * Returns the next chunk, never empty; `undefined` at the end. If it rejects, the response is
   * aborted.
   */
  readonly next: () => Promise<Uint8Array | undefined>
  /** Stops the source, even during `next()`. Resolves when it has stopped, or after a time limit. */
  readonly stop: () => Promise<void>
}
