import { createApp, route, text } from '@gimbal/core'
import { expect, test } from 'vitest'
import { bindings } from './bindings.ts'
import { toWorker } from './to-worker.ts'

interface Env {
  readonly STAGE: string
  readonly LIMIT: number
}

const stage = route({
  method: 'GET',
  path: '/',
  responses: { 200: text() },
  handler: async ({ reply }, services: { stage: string }) => reply(200, services.stage),
})
const app = createApp({ routes: { stage } })
const context = { waitUntil: () => undefined }

test('passes the bindings of the Worker to services, typed', async () => {
  const worker = toWorker(app, {
    env: bindings<Env>('STAGE'),
    services: { stage: { lifetime: 'process', create: (env) => env.STAGE.toUpperCase() } },
  })
  const env = { STAGE: 'test', LIMIT: 1 }
  const response = await worker.fetch(new Request('http://a.test/'), env, context)
  expect(await response.text()).toBe('TEST')

  // @ts-expect-error there is no binding of this name
  void bindings<Env>('STAGGE')
  void toWorker(app, {
    env: bindings<Env>('STAGE'),
    // @ts-expect-error the binding is a number
    services: { stage: { lifetime: 'process', create: (env) => env.LIMIT } },
  })
})

test('names missing bindings and prints no value', () => {
  const schema = bindings<Env>('STAGE', 'LIMIT')
  expect(schema['~standard'].validate({ LIMIT: 42 })).toEqual({
    issues: [{ message: 'expected a binding, got none', path: ['STAGE'] }],
  })
})
