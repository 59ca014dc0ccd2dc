/** A case in which the client acts during a response, for example by disconnecting. */
export interface LiveCase {
  /** A rule number, an advisory or a name of its own. Known deviations refer to it. */
  readonly id: string
  /** What it checks. */
  readonly title: string
  /** Computed from area and title. */
  readonly name: string
  /** Runs the client; throws the differences. */
  readonly play: (client: LiveClient) => Promise<void>
}

/** A client of the suite's app that can wait, read slowly and disconnect. */
export interface LiveClient {
  /** Starts a request on a new connection. */
  readonly open: (request: LiveRequest) => LiveCall
}

export interface LiveRequest {
  readonly method?: string
  /** Begins with `/`; the base path is prepended. */
  readonly target: string
  readonly headers?: readonly (readonly [name: string, value: string])[]
  /** The length of a body that `write` sends, or `chunked`. */
  readonly upload?: number | 'chunked'
  /** Does not read the response until `resume`. */
  readonly paused?: boolean
}

/** A request in progress. */
export interface LiveCall {
  /** Waits for the status and the headers. */
  readonly head: () => Promise<LiveHead>
  /** Waits until the received content matches; returns all of it. */
  readonly until: (pattern: RegExp) => Promise<string>
  /** Waits for the end; `cut` if the response is incomplete. */
  readonly end: () => Promise<'whole' | 'cut'>
  /** Starts reading after `paused`. */
  readonly resume: () => void
  /** Sends content; `stalled` if the server has not read any of it for `STALL_MS`. */
  readonly write: (bytes: Uint8Array) => Promise<'taken' | 'stalled'>
  /** Returns how many bytes of content were sent. */
  readonly taken: () => number
  readonly finish: () => void
  /** Closes the connection immediately. */
  readonly leave: () => void
}

export interface LiveHead {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** How long a client waits before it reports a hang, in milliseconds. */
export const TIMEOUT_MS = 5000
/** An upload has stalled if the server reads nothing for this time, in milliseconds. */
export const STALL_MS = 300

/** Awaits a promise for at most `TIMEOUT_MS`; the error names `what`. */
export async function withTimeout<Value>(what: string, promise: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`hang: no ${what}`)), TIMEOUT_MS)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** A case as declared in its file; the suite adds the name. */
export type DeclaredLiveCase = Omit<LiveCase, 'name'>
