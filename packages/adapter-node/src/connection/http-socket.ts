import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * A server's socket with Node's private properties. `_httpMessage` is the response that is
 * currently written to the socket; `_paused` and `parser` stop and resume the reading of requests.
 */
export interface HttpSocket extends Duplex {
  readonly bytesRead: number
  readonly remoteAddress?: string | undefined
  readonly destroySoon: () => void
  _paused?: boolean
  readonly parser?: { readonly resume: () => void } | null
  readonly _httpMessage?: (ServerResponse & { readonly req: IncomingMessage }) | null
}
