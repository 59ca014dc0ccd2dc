import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * A server's socket, with what has no public twin: `_httpMessage`, Node's own note of the answer whose
 * turn it is, and `_paused` and `parser`, by which it reads no more requests for a while.
 */
export interface HttpSocket extends Duplex {
  readonly bytesRead: number
  readonly remoteAddress?: string | undefined
  readonly destroySoon: () => void
  _paused?: boolean
  readonly parser?: { readonly resume: () => void } | null
  readonly _httpMessage?: (ServerResponse & { readonly req: IncomingMessage }) | null
}
