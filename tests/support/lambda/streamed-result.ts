import { Writable } from 'node:stream'
import type { ServerResponse } from 'node:http'
import { readHead, writeHead } from './function-result.ts'
import type { EventSourceName } from './request-event.ts'

const DELIMITER = Buffer.alloc(8)

/**
 * Passes a streamed result to a client: the JSON before the delimiter is its head, what follows its
 * body. It pauses at the pace of the client.
 */
export class StreamedResult extends Writable {
  readonly #source: EventSourceName
  readonly #res: ServerResponse
  #head: Buffer | undefined = Buffer.alloc(0)

  constructor(source: EventSourceName, res: ServerResponse) {
    // Small, so that a function meets the pace of its client.
    super({ highWaterMark: 16_384 })
    this.#source = source
    this.#res = res
    res.once('close', () => this.destroy())
  }

  override _write(chunk: Buffer, _: string, done: (error?: Error) => void): void {
    if (!this.#head) return this.#pass(chunk, done)
    this.#head = Buffer.concat([this.#head, chunk])
    const end = this.#head.indexOf(DELIMITER)
    if (end < 0) return done()
    const prelude = JSON.parse(this.#head.subarray(0, end).toString()) as Record<string, unknown>
    const rest = this.#head.subarray(end + DELIMITER.length)
    this.#head = undefined
    writeHead(this.#res, readHead(this.#source, prelude))
    this.#res.flushHeaders()
    if (rest.length > 0) this.#pass(rest, done)
    else done()
  }

  override _final(done: (error?: Error) => void): void {
    if (this.#head) return done(new Error('the result ended before its delimiter'))
    this.#res.end(done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#res.writableEnded) this.#res.destroy()
    done(error)
  }

  #pass(chunk: Buffer, done: () => void): void {
    if (this.#res.write(chunk)) done()
    else this.#res.once('drain', done)
  }
}
