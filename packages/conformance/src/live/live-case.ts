/** A case that takes time: what a client does while an answer is on its way. */
export interface LiveCase {
  /** The number of its rule in HTTP.md, an advisory, or a word of its own. Known deviations name it. */
  readonly id: string
  /** What it tests, in words. */
  readonly title: string
  /** Its area and what it tests. */
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
  /** Waits for the end; `cut` where the response cannot be taken for whole. */
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
export const TIMEOUT_MS = 5000
/** How long nothing is taken of an upload before it has stalled. */
export const STALL_MS = 300

/** What a promise gives, or an error that names what did not come. */
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

/** A case as its file declares it: the suite adds the name. */
export type DeclaredLiveCase = Omit<LiveCase, 'name'>
