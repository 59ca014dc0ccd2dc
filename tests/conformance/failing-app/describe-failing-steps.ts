import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failingPaths } from './app.ts'

/** A host that runs the failing app. */
export interface FailingHost {
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>
  /** What was logged so far, as entries. */
  readonly logged: () => readonly { readonly level?: string; readonly id?: string }[]
  /** How often `onError` was called so far. */
  readonly heard: () => number
  readonly close: () => Promise<void>
}

/**
 * Every step of the pipeline throws: the client gets a problem 500 or a cut, the log one line,
 * `onError` one call, and the host answers the next request.
 */
export function describeFailingSteps(
  name: string,
  start: () => Promise<FailingHost>,
  { cuts = true }: { readonly cuts?: boolean } = {},
): void {
  describe(`failing steps on ${name}`, () => {
    let host: FailingHost
    let before = { logged: 0, heard: 0 }
    beforeAll(async () => {
      host = await start()
    })
    afterAll(() => host.close())

    const errors = (): readonly { readonly id?: string }[] =>
      host.logged().filter(({ level }) => level === 'error')
    const ask = async (path: string, init?: RequestInit): Promise<Response> => {
      before = { logged: errors().length, heard: host.heard() }
      return host.ask(path, init)
    }
    // Another process prints its lines when it likes; the next request is answered after them.
    const isReportedOnce = async (id?: string | null): Promise<void> => {
      await expect.poll(() => host.heard()).toBe(before.heard + 1)
      expect(await (await host.ask('/fine')).text()).toBe('fine')
      const entries = errors().slice(before.logged)
      expect(entries).toHaveLength(1)
      expect(host.heard()).toBe(before.heard + 1)
      if (id) expect(entries[0]?.id).toBe(id)
    }
    const isProblem = async (response: Response): Promise<void> => {
      expect(response.status).toBe(500)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(await response.json()).toMatchObject({ status: 500, code: 'internal_error' })
      await isReportedOnce(response.headers.get('x-request-id'))
    }

    test.each(failingPaths)('%s returns a problem 500, logged once', async (path) => {
      await isProblem(await ask(path))
    })

    test('a body schema that throws returns a problem 500, logged once', async () => {
      const headers = { 'content-type': 'application/json' }
      await isProblem(await ask('/body', { method: 'POST', headers, body: '{}' }))
    })

    test.each(['/stream/0', '/stream/3'])('%s is cut, logged once', async (path) => {
      const whole = async (): Promise<string> => {
        const response = await ask(path)
        const text = await response.text()
        // A host that buffers has no head on the wire yet, so it answers for itself.
        return !cuts && response.status >= 500 ? Promise.reject(new Error('failed')) : text
      }
      await expect(whole()).rejects.toThrow()
      await isReportedOnce()
    })
  })
}
