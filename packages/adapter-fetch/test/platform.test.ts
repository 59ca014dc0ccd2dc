import { createApp, route, text } from '@gimbal/core'
import { expect, test } from 'vitest'
import { fromFetch, toFetch } from '../src/index.ts'

const PLATFORM = '../src/platform.ts'

test('a second copy of the package recognises the platform of the first', async () => {
  const copy = (await import(`${PLATFORM}?copy`)) as { fromFetch: typeof fromFetch }
  expect(copy.fromFetch).not.toBe(fromFetch)
  const get = route({
    method: 'GET',
    path: '/',
    responses: { 200: text() },
    handler: (request) => request.reply(200, String(copy.fromFetch(request)?.request.url)),
  })
  const response = await toFetch(createApp({ routes: { get } }))(new Request('http://a.test/'))
  expect(await response.text()).toBe('http://a.test/')
})

test('objects that look like the platform of another host are not recognised as such', () => {
  expect(fromFetch({ platform: { request: {}, env: {}, context: {} } })).toBeUndefined()
})
