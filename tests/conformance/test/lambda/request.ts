import { bodyTooLarge, type AdapterRequest } from '@gimbal/core/adapter'

import type { LambdaEvent } from './event.ts'

type Task = () => void | Promise<void>

/** An event as core reads it. */
export class LambdaRequest implements AdapterRequest {
  readonly parsedBody = undefined
  readonly #event: LambdaEvent
  readonly #body: Uint8Array
  readonly #work: Promise<unknown>[] = []
  readonly #tasks: Task[] = []
  // There is no connection that a client could leave.
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
    // Two lines are joined by a comma alone, which a name may hold; one that does is not worth it.
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

  // Of what is there: a length that a client declares says nothing about it.
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

  /** Runs what goes on after the answer; ahead of it, for a function is frozen as soon as it has given one. */
  async finish(): Promise<void> {
    for (const task of this.#tasks) await task()
    await Promise.allSettled(this.#work)
  }
}
