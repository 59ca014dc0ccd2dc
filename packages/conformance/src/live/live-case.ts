/** A case that takes time: what a client does while an answer is on its way. */
export interface LiveCase {
  /** Gaps name it. */
  readonly id: string
  readonly name: string
  /** Plays the client; throws what differed. */
  readonly play: (client: LiveClient) => Promise<void>
}

/** A client of the kit app that can wait, read slowly and leave. */
export interface LiveClient {
  /** Begins a request on a connection of its own. */
  readonly open: (request: LiveRequest) => LiveCall
}

export interface LiveRequest {
  readonly method?: string
  /** Begins with `/`; the mount is put before it. */
  readonly target: string
  readonly headers?: readonly (readonly [name: string, value: string])[]
  /** A body follows, by `write` and `finish`: its length, or chunks. */
  readonly upload?: number | 'chunked'
  /** Reads nothing of the answer until `resume`. */
  readonly paused?: boolean
}

/** A request under way. */
export interface LiveCall {
  /** The status and the headers, as soon as they are there. */
  readonly head: () => Promise<LiveHead>
  /** Waits until what has come of the content fits; gives all that has come. */
  readonly until: (pattern: RegExp) => Promise<string>
  /** Waits for the end; `cut` where nobody can take the answer for whole. */
  readonly end: () => Promise<'whole' | 'cut'>
  /** Reads on where `paused` had it wait. */
  readonly resume: () => void
  /** Sends content; `stalled` when the other side has taken nothing of it for a while. */
  readonly write: (bytes: Uint8Array) => Promise<'taken' | 'stalled'>
  /** How many bytes of content have left us. */
  readonly taken: () => number
  readonly finish: () => void
  /** Closes the connection without a word. */
  readonly leave: () => void
}

export interface LiveHead {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** How long a client waits before it says that nothing comes, in milliseconds. */
export const PATIENCE = 5000
/** How long nothing is taken of an upload before it has stalled. */
export const STALL = 300

/** What a promise gives, or an error that names what did not come. */
export async function within<Value>(what: string, promise: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`hang: no ${what}`)), PATIENCE)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
