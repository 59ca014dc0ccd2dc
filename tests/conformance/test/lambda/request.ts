import { bodyTooLarge, type AdapterRequest } from '@gimbal/core/adapter'

import type { LambdaEvent } from './event.ts'

type Task = () => void | Promise<void>

/** Reads an event for core. */
export class LambdaRequest implements AdapterRequest {
  readonly parsedBody = undefined
  readonly #event: LambdaEvent
  readonly #body: Uint8Array
  readonly #work: Promise<unknown>[] = []
  readonly #tasks: Task[] = []
  // There is no connection that a client could close.
  readonly signal: AbortSignal = new AbortController().signal

  constructor(event: LambdaEvent) {
    this.#event = event
    this.#body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')
  }

  get method(): string {
    return this.#event.requestContext.http.method
  }

  get target(): string {
    const { rawPath, rawQueryString } = this.#event
    const path = rawPath.toWellFormed().split('/').map(encodeURIComponent).join('/')
    return rawQueryString === '' ? path : `${path}?${rawQueryString}`
  }

  get hostHeader(): string | undefined {
    // Two lines are joined by a comma without a space. A name may contain one too; that case is
    // ignored.
    return this.header('host')?.replaceAll(',', ', ')
  }

  get peer(): string | undefined {
    return this.#event.requestContext.http.sourceIp
  }

  get platform(): unknown {
    return this.#event
  }

  header(name: string): string | undefined {
    const { headers, cookies } = this.#event
    if (name === 'cookie' && cookies !== undefined) return cookies.join('; ')
    return Object.hasOwn(headers, name) ? headers[name] : undefined
  }

  *headerEntries(): Generator<readonly [name: string, value: string]> {
    const { headers, cookies } = this.#event
    const names = new Set([...Object.keys(headers), ...(cookies === undefined ? [] : ['cookie'])])
    for (const name of names) yield [name, this.header(name) ?? '']
  }

  // The real length: a length declared by the client proves nothing.
  get bodyLength(): number {
    return this.#body.length
  }

  get hasBody(): boolean {
    return this.#body.length > 0
  }

  async readBody(limit: number): Promise<Uint8Array> {
    if (this.#body.length > limit) throw bodyTooLarge()
    return this.#body
  }

  streamBody(): Iterable<Uint8Array> {
    return this.hasBody ? [this.#body] : []
  }

  waitUntil(promise: Promise<unknown>): void {
    this.#work.push(promise)
  }

  afterResponse(task: Task): void {
    this.#tasks.push(task)
  }

  /**
   * Runs the work after the response, before the result is returned: a function is frozen after
   * that.
   */
  async finish(): Promise<void> {
    for (const task of this.#tasks) await task()
    await Promise.allSettled(this.#work)
  }
}
