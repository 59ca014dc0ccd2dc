import type { App, HandleOptions } from './contract/app.ts'
import type { Awaitable } from './async/awaitable.ts'
import { chunksOf, inMemoryRequest, readAll } from './in-process/in-memory-request.ts'

export interface TestRequest {
  readonly method?: string
  /** The request target, as in the request line. */
  readonly target: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array | string>
  readonly signal?: AbortSignal
  /** @default '127.0.0.1' */
  readonly peer?: string
}

export interface TestResponse {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** The value of a header; several are joined with `", "`. */
  readonly header: (name: string) => string | undefined
  readonly text: string
  readonly close: boolean
}

/**
 * Sends a request through an app without a server. Returns `undefined` if the app passes it on.
 *
 * @example
 * const response = await inject(app, { target: '/users/1' }, { resolveServices: () => ({ db }) })
 */
export async function inject(
  app: Pick<App<unknown, never>, 'handle'>,
  request: TestRequest,
  options?: HandleOptions,
): Promise<TestResponse | undefined> {
  const tasks: (() => Awaitable<void>)[] = []
  const { body, peer = '127.0.0.1' } = request
  const response = await app.handle(
    inMemoryRequest({
      method: request.method ?? 'GET',
      target: request.target,
      headers: request.headers ?? {},
      body,
      signal: request.signal,
      peer,
      afterResponse: (task) => tasks.push(task),
    }),
    options,
  )
  if (!response) return undefined
  const sent = response.body
  const content =
    sent && typeof sent === 'object' && 'stop' in sent ? await readAll(chunksOf(sent)) : sent
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content)
  for (const task of tasks) await task()
  const { status, headers, close } = response
  const header = (name: string): string | undefined =>
    headers
      .filter((pair) => pair[0] === name)
      .map((pair) => pair[1])
      .join(', ') || undefined
  return { status, headers, header, text, close }
}
