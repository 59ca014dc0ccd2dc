import {
  type FunctionOptions,
  type RunningFunction,
  startFunction,
} from '@gimbal/test-support/lambda'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { LambdaResult } from '../src/index.ts'
import { type RawEvent, readEvent } from './event-files.ts'
import { bundleFunctions } from './functions/bundle.ts'

/** The program that runs a function. */
export interface RuntimeClient extends Pick<FunctionOptions, 'bootstrap'> {
  /** It ends with the connection of a streamed response, which never happens on Lambda. */
  readonly dies?: boolean
}

/** Tests functions as Lambda runs them, with a runtime client. */
export function describeRuntime(name: string, client: () => RuntimeClient): void {
  describe(`functions under ${name}`, () => {
    let bundled: Awaited<ReturnType<typeof bundleFunctions>>
    let running: RunningFunction | undefined
    beforeAll(async () => {
      bundled = await bundleFunctions()
    })
    afterEach(() => running?.stop())
    afterAll(() => bundled.remove())
    const start = async (handler: string): Promise<RunningFunction> => {
      const { folder } = bundled
      const { bootstrap } = client()
      return (running = await startFunction({ folder, handler, ...(bootstrap && { bootstrap }) }))
    }

    test('init makes the services once; warm invocations share them', async () => {
      const { ready, invoke, output } = await start('buffered.handler')
      await ready
      await expect.poll(output).toMatch(/made 1\n[^]*init ends/)
      for (const event of ['apigwv1', 'apigwv2', 'functionurl', 'alb'] as const) {
        const outcome = await invoke({ event: JSON.stringify(readEvent(event)) })
        expect(outcome.kind).toBe('response')
        const result = JSON.parse((outcome as { body: string }).body) as LambdaResult
        expect(result.statusCode).toBe(200)
        expect(JSON.parse(result.body)).toMatchObject({ rest: ['capture', 'space value'] })
      }
      expect(output()).not.toContain('made 2')
    })

    test('an unknown event is answered, and the process goes on', async () => {
      const { invoke } = await start('buffered.handler')
      for (const event of ['{}', 'null', '"text"', '{"Records":[]}']) {
        const { body } = (await invoke({ event })) as { body: string }
        expect(JSON.parse(body).statusCode).toBe(500)
      }
    })

    test('a service that cannot be made ends the init phase with its error', async () => {
      const { initError, exited } = await start('broken.handler')
      expect((await initError).errorMessage).toContain('DATABASE_URL is not set')
      expect(await exited).not.toBe(0)
    })

    test.each(['functionurl', 'apigwv1'] as const)(
      'streams to %s: prelude, 8 NUL bytes, body',
      async (name) => {
        const { invoke } = await start('streamed.handler')
        const outcome = await invoke({ event: at(name, '/lines') })
        expect(outcome.kind).toBe('stream')
        const { contentType, body } = outcome as { contentType: string; body: Buffer }
        expect(contentType).toBe('application/vnd.awslambda.http-integration-response')
        const [prelude, rest] = split(body)
        expect(prelude).toMatchObject({
          statusCode: 200,
          headers: { 'content-type': 'text/plain; charset=utf-8' },
        })
        expect(prelude).not.toHaveProperty('body')
        expect(rest).toBe('first λ\nsecond\n')
      },
    )

    test('a response without a body has its status and headers', async () => {
      const { invoke } = await start('streamed.handler')
      for (const [path, status, method] of [
        ['/nothing', 204, 'GET'],
        ['/lines', 200, 'HEAD'],
      ] as const) {
        const outcome = await invoke({ event: at('functionurl', path, method) })
        const [prelude, rest] = split((outcome as { body: Buffer }).body)
        expect([prelude['statusCode'], rest]).toEqual([status, ''])
        expect(prelude['headers']).not.toHaveProperty('content-length')
      }
    })

    test('cookies go into the list of their source', async () => {
      const { invoke } = await start('streamed.handler')
      const prelude = async (name: 'functionurl' | 'apigwv1'): Promise<Record<string, unknown>> =>
        split(((await invoke({ event: at(name, '/two-cookies') })) as { body: Buffer }).body)[0]
      expect((await prelude('functionurl'))['cookies']).toHaveLength(2)
      const { multiValueHeaders } = await prelude('apigwv1')
      expect((multiValueHeaders as { 'set-cookie': [] })['set-cookie']).toHaveLength(2)
    })

    test('a load balancer in front of a streaming function gets one whole result', async () => {
      const { invoke } = await start('streamed.handler')
      const outcome = await invoke({ event: at('alb', '/lines') })
      const { contentType, body } = outcome as { contentType: string; body: Buffer }
      expect(contentType).toBe('application/json')
      expect(JSON.parse(body.toString())).toMatchObject({
        statusCode: 200,
        body: 'first λ\nsecond\n',
      })
    })

    test('a source that fails makes the invocation fail visibly', async () => {
      const { invoke } = await start('streamed.handler')
      const chunks: string[] = []
      const onChunk = (chunk: Buffer): void => void chunks.push(chunk.toString())
      const outcome = await invoke({ event: at('functionurl', '/broken'), onChunk })
      expect(chunks.join('')).toMatch(/\0{8}first\n$/)
      expect(outcome).toMatchObject({ kind: 'error', error: { errorType: 'Error' } })
    })

    test('a source that outlasts the invocation is stopped, and the invocation fails', async () => {
      const { invoke, output } = await start('streamed.handler')
      const outcome = await invoke({ event: at('functionurl', '/endless'), timeoutMs: 600 })
      expect(outcome).toMatchObject({ kind: 'error', error: { errorType: 'Error' } })
      await expect.poll(output).toContain('streams left: 0')
      // The instance goes on.
      expect((await invoke({ event: at('functionurl', '/lines') })).kind).toBe('stream')
    })

    test('a source is stopped when the connection to the runtime API ends', async () => {
      const { invoke, output } = await start('streamed.handler')
      const leaving = new AbortController()
      const onChunk = (chunk: Buffer): void => {
        if (chunk.includes('first')) leaving.abort()
      }
      const event = at('functionurl', '/endless')
      await invoke({ event, onChunk, signal: leaving.signal })
      await expect.poll(output).toContain('streams left: 0')
      if (client().dies) return
      expect((await invoke({ event: at('functionurl', '/lines') })).kind).toBe('stream')
    })

    test('SIGTERM disposes the services and ends the process', async () => {
      const { ready, signal, exited, output } = await start('streamed.handler')
      await ready
      signal('SIGTERM')
      expect(await exited).toBe('SIGTERM')
      expect(output()).toContain('disposed')
    })
  })
}

/** Separates the prelude of a streamed response from its body. */
function split(body: Buffer): [prelude: Record<string, unknown>, rest: string] {
  const end = body.indexOf(Buffer.alloc(8))
  expect(end).toBeGreaterThan(0)
  return [JSON.parse(body.subarray(0, end).toString()), body.subarray(end + 8).toString()]
}

function at(name: 'functionurl' | 'apigwv1' | 'alb', path: string, method = 'GET'): string {
  const event = readEvent(name)
  const { requestContext } = event
  const http = { ...(requestContext['http'] as object), method, path }
  const changed: Partial<RawEvent> = {
    httpMethod: method,
    path,
    rawPath: path,
    pathParameters: null,
    body: null,
    requestContext: { ...requestContext, path, ...('http' in requestContext ? { http } : {}) },
  }
  return JSON.stringify({ ...event, ...changed })
}
