import { type AdapterRequest, bodyTooLarge } from '@gimbal/core/adapter'
import { asText, type LambdaEvent } from './event.ts'
import type { EventSource } from './event-source.ts'
import { createPlatform, type LambdaContext } from './platform.ts'

type Task = () => void | Promise<void>

/** What an invocation brings, and the `basePath` option in canonical form. */
export interface Invocation {
  readonly event: LambdaEvent
  readonly source: EventSource
  readonly context: LambdaContext
  readonly mount: string
}

/** Reads an event for core. Uses getters, so that unused parts cost nothing. */
export class LambdaRequest implements AdapterRequest {
  readonly parsedBody = undefined
  readonly invocation: Invocation
  readonly #leaving = new AbortController()
  readonly #tasks: Task[] = []
  readonly #work = new Set<Promise<unknown>>()
  #headers: Map<string, string> | undefined
  #body: Uint8Array | undefined

  constructor(invocation: Invocation) {
    this.invocation = invocation
  }

  get method(): string {
    const { source, event } = this.invocation
    return source.method(event)
  }

  get target(): string {
    const { source, event } = this.invocation
    const path = source.path(event)
    const query = source.query(event)
    return query === '' ? path : `${path}?${query}`
  }

  get basePath(): string | undefined {
    const { source, event, mount } = this.invocation
    const base = (source.prefix?.(event) ?? '') + mount
    // Below a `basePath` option every path has a slash more, as on other hosts.
    return mount && source.path(event) === base ? undefined : base
  }

  get isRouted(): boolean {
    return this.invocation.source.isRouted
  }

  get hostHeader(): string | undefined {
    return this.header('host')
  }

  get peer(): string | undefined {
    const { source, event } = this.invocation
    return source.peer(event)
  }

  /** Aborts only while a response is streamed: a buffered invocation hears nothing of its client. */
  get signal(): AbortSignal {
    return this.#leaving.signal
  }

  get platform(): unknown {
    const { event, context } = this.invocation
    return createPlatform(event, context)
  }

  header(name: string): string | undefined {
    return this.#readHeaders().get(name)
  }

  headerEntries(): Iterable<readonly [name: string, value: string]> {
    return this.#readHeaders()
  }

  // The real length: REST APIs drop the declared one, and where it comes it proves nothing.
  get bodyLength(): number {
    return this.#readBytes().length
  }

  get hasBody(): boolean {
    return Boolean(asText(this.invocation.event.body))
  }

  async readBody(limit: number): Promise<Uint8Array> {
    const bytes = this.#readBytes()
    if (bytes.length > limit) throw bodyTooLarge()
    return bytes
  }

  streamBody(): Iterable<Uint8Array> {
    return this.hasBody ? [this.#readBytes()] : []
  }

  waitUntil(promise: Promise<unknown>): void {
    this.#work.add(promise)
    void promise.catch(() => undefined).finally(() => this.#work.delete(promise))
  }

  afterResponse(task: Task): void {
    this.#tasks.push(task)
  }

  /** Tells the handler that the client has left. */
  abort(): void {
    const error = new Error('the client closed the connection before it was answered')
    error.name = 'AbortError'
    this.#leaving.abort(error)
  }

  /** Runs the work after the response: Lambda freezes the process when the invocation ends. */
  async finish(): Promise<void> {
    while (this.#tasks.length > 0 || this.#work.size > 0) {
      for (const task of this.#tasks.splice(0)) await task()
      await Promise.allSettled(this.#work)
    }
  }

  #readHeaders(): Map<string, string> {
    if (this.#headers) return this.#headers
    const { source, event } = this.invocation
    const headers = source.headers(event)
    const { domainName } = event.requestContext
    if (!headers.has('host') && typeof domainName === 'string') headers.set('host', domainName)
    return (this.#headers = headers)
  }

  #readBytes(): Uint8Array {
    const { body, isBase64Encoded } = this.invocation.event
    return (this.#body ??= Buffer.from(asText(body) ?? '', isBase64Encoded ? 'base64' : 'utf8'))
  }
}
