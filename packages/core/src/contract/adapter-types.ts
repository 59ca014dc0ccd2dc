import type { Awaitable } from '../async/awaitable.ts'
import type { ByteSource } from './http-response.ts'

/** What an adapter hands to core: the message as it stood on the wire, read only where core asks. */
export interface AdapterRequest {
  readonly method: string
  /** The request target; on fetch hosts, what follows the authority. */
  readonly target: string
  /** The mount that the host found by itself; the app's `basePath` option goes first. */
  readonly basePath?: string | undefined
  /**
   * Whether a router in front has matched the target as it was sent: its guards stand on that
   * spelling, so a path that is spelled in another way is not the app's.
   */
  readonly isRouted?: boolean | undefined
  /** The Host header as `header('host')` gives it; `undefined` where HTTP/1.0 sent none. */
  readonly hostHeader: string | undefined
  /** Whether the host may have left out header fields, so that what is missing proves nothing: 431. */
  readonly areHeadersCut?: boolean | undefined
  /** The socket's peer, or what the platform vouches for. */
  readonly peer: string | undefined
  readonly signal: AbortSignal
  /** The host's own objects, for `from<Host>(request)`. */
  readonly platform?: unknown
  /** Values of a header, by lower-case name, joined and trimmed, bytes read as UTF-8. */
  readonly header: (name: string) => string | undefined
  /** All headers, names in lower case, each once, joined as `header` does. */
  readonly headerEntries: () => Iterable<readonly [name: string, value: string]>
  /** The declared length in bytes; `undefined` where there is none. */
  readonly bodyLength: number | undefined
  /** Whether there is content: a length above 0, or chunks. */
  readonly hasBody: boolean
  /** What a parser in front of us made of the body, where it left no bytes. */
  readonly parsedBody?: { readonly value: unknown } | undefined
  /** The whole body. Rejects with `bodyTooLarge()` over `limit` bytes, `incompleteBody()` when it was cut. */
  readonly readBody: (limit: number) => Promise<Uint8Array>
  /** The body's chunks, once. Rejects with `incompleteBody()` when it was cut. */
  readonly streamBody: () => ByteSource | Iterable<Uint8Array>
  /** Whether the host's own response was written to, as by a guard that refuses in the wrong way. */
  readonly hasResponse?: boolean | undefined
  readonly waitUntil: (promise: Promise<unknown>) => void
  /** Runs `task` when the answer has been sent or the client is gone. */
  readonly afterResponse: (task: () => Awaitable<void>) => void
}

/** What core hands back: everything is decided, the adapter only writes it. */
export interface AdapterResponse {
  readonly status: number
  /** Names in lower case; `set-cookie` may repeat. Has `content-length` except beside a string or bytes. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** For a string or bytes the adapter adds `content-length`. A stream whose `next` rejects cuts the connection. */
  readonly body: string | Uint8Array | ByteStream | undefined
  /** Close the connection after this answer, where the host can. */
  readonly close: boolean
}

/** A streamed body as adapters send it: one chunk at a time, and a way to stop it. */
export interface ByteStream {
  /** The next chunk, never an empty one; `undefined` at the end. A rejection cuts the answer. */
  readonly next: () => Promise<Uint8Array | undefined>
  /** Stops the source, also while it waits for its own next chunk; resolves when it has, or has had its time. */
  readonly stop: () => Promise<void>
}
