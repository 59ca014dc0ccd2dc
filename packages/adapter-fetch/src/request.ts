import type { AdapterRequest } from '@gimbal/core/adapter'
import { readBody, streamBody } from './body.ts'
import { type FetchContext, RequestPlatform } from './platform.ts'
import { headerText } from './header-text.ts'
import type { StreamWatch } from './readable.ts'
import { targetOf } from './target.ts'

type Task = () => void | Promise<void>

/** What the host passes beside a request. */
export interface FetchOrigin {
  readonly env?: unknown
  readonly context?: FetchContext | undefined
  /** Tracks work if the host has no `waitUntil`. */
  readonly track: (promise: Promise<unknown>) => void
}

/** Reads a fetch `Request` for core. Uses getters, so that unused parts cost nothing. */
export class FetchRequest implements AdapterRequest, StreamWatch {
  readonly parsedBody = undefined
  readonly #request: Request
  readonly #origin: FetchOrigin
  #leaving: AbortController | undefined
  #tasks: Task[] = []
  #over = false
  #release: (() => void) | undefined

  constructor(request: Request, origin: FetchOrigin) {
    this.#request = request
    this.#origin = origin
  }

  get method(): string {
    return this.#request.method
  }

  get target(): string {
    return targetOf(this.#request.url, this.#request.headers.get('host') ?? undefined)
  }

  get hostHeader(): string | undefined {
    return this.header('host')
  }

  get peer(): string | undefined {
    return this.#origin.context?.peer
  }

  get signal(): AbortSignal {
    if (!this.#leaving) {
      // An own controller: not every host aborts if the client leaves in mid-stream, and Deno
      // aborts after each response (denoland/deno#27005).
      this.#leaving = new AbortController()
      const { signal } = this.#request
      if (signal.aborted) this.#abort(signal.reason)
      else signal.addEventListener('abort', () => this.#abort(signal.reason))
    }
    return this.#leaving.signal
  }

  get platform(): unknown {
    return new RequestPlatform(this.#request, this.#origin.env, this.#origin.context)
  }

  header(name: string): string | undefined {
    try {
      const value = this.#request.headers.get(name)
      return value === null ? undefined : headerText(value)
    } catch {
      return undefined // the name is not a valid header name
    }
  }

  *headerEntries(): Generator<readonly [name: string, value: string]> {
    let before = ''
    for (const [name] of this.#request.headers) {
      // `set-cookie` is listed once per value, in a row.
      if (name !== before) yield [name, this.header(name) ?? '']
      before = name
    }
  }

  get bodyLength(): number | undefined {
    const value = this.#request.headers.get('content-length')
    return value !== null && DIGITS.test(value) ? Number(value) : undefined
  }

  get hasBody(): boolean {
    return this.bodyLength !== 0 && this.#request.body !== null
  }

  readBody(limit: number): Promise<Uint8Array> {
    return readBody(this.#request, limit, this.bodyLength)
  }

  streamBody(): AsyncIterable<Uint8Array> {
    return streamBody(this.#request, this.bodyLength)
  }

  waitUntil(promise: Promise<unknown>): void {
    const { context, track } = this.#origin
    if (context?.waitUntil) context.waitUntil(promise)
    else track(promise)
  }

  afterResponse(task: Task): void {
    if (this.#over) this.waitUntil(runAll([task]))
    else this.#tasks.push(task)
  }

  onStart(): void {
    // When the client leaves, Workers cancel work that is not passed to `waitUntil`, also disposal.
    this.#origin.context?.waitUntil?.(new Promise<void>((resolve) => (this.#release = resolve)))
  }

  onCancel(): void {
    this.#abort(clientGone())
  }

  onEnd(): void {
    this.#over = true
    if (this.#tasks.length > 0) this.waitUntil(runAll(this.#tasks.splice(0)))
    this.#release?.()
  }

  #abort(reason: unknown): void {
    if (!this.#over) this.#leaving?.abort(reason)
  }
}

const DIGITS = /^\d+$/

function clientGone(): Error {
  const error = new Error('the client closed the connection before it was answered')
  error.name = 'AbortError'
  return error
}

async function runAll(tasks: readonly Task[]): Promise<void> {
  for (const task of tasks) await task()
}
