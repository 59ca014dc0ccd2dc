import type { Message } from './message.ts'

/**
 * Requests that a host need not answer as the others do. It may refuse them, or give them the very
 * same answer; with `lax` it may also take them for something else. It may never answer a 500,
 * hang, crash or break the framing. A rule looks at the request alone, never at the answer.
 */
export interface Deviation {
  readonly reason: string
  /** Absent: every host. */
  readonly hosts?: readonly string[]
  readonly lax?: boolean
  /** A status of the platform's own that would be a fault elsewhere. */
  readonly status?: number
  /** The platform may also wait without end, or break the framing: all behind it is in doubt. */
  readonly breaks?: boolean
  readonly matches: (message: Message) => boolean
}
