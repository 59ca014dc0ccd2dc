import type { Message } from './message.ts'

/**
 * A rule for requests to which a host may respond differently. The host may refuse them or send the
 * same response; with `lax` it may also interpret them differently. It must not respond with a 500,
 * hang, crash or break the framing. A rule depends only on the request, never on the response.
 */
export interface Deviation {
  readonly reason: string
  /** @default every host */
  readonly hosts?: readonly string[]
  readonly lax?: boolean
  /** A status of 500 or more that the platform may send. */
  readonly status?: number
  /** The platform may also hang or break the framing, so the connection cannot be reused. */
  readonly breaks?: boolean
  readonly matches: (message: Message) => boolean
}
