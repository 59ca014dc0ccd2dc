import { existsSync, readFileSync } from 'node:fs'

import { toFetch } from '@gimbal/adapter-fetch'
import { createApp, route, text } from '@gimbal/core'
import { expect, test } from 'vitest'

import { createKitApp } from '@gimbal/conformance/app'
import { cases } from '@gimbal/conformance'
import { liveCases } from '@gimbal/conformance'
import { advisories, type Place } from './advisories.ts'

const known = new Set([...cases, ...liveCases].map(({ id }) => id))

test.each(Object.entries(advisories))('%s has a test', (_id, places) => {
  expect(places.length).toBeGreaterThan(0)
  expect(places.map(missing).filter((what) => what !== undefined)).toEqual([])
})

test('every case that is named after an advisory is on the list', () => {
  const named = [...known].filter((id) => /^(GHSA|CVE)-/.test(id))
  const listed = new Set(Object.values(advisories).flat())
  const roots = named.filter(
    (id) => !listed.has(id) && !listed.has(/^(GHSA(-\w{4}){3}|CVE-\d+-\d+)/.exec(id)?.[0] ?? ''),
  )
  expect(roots).toEqual([])
})

test('GHSA-2gcr-mfcq-wcc3: cuts a non-ASCII mount off at its end', async () => {
  const handle = toFetch(createKitApp(), { basePath: '/éapi' })
  const ask = async (path: string) => handle(new Request(`http://kit.test${path}`))
  expect(await (await ask('/%C3%A9api/echo/1')).json()).toMatchObject({ route: 'echo', id: '1' })
  // Hex digits in upper and lower case are equal (RFC 3986 §6.2.2.1).
  expect((await ask('/%c3%a9api/echo/1')).status).toBe(200)
  expect(await (await ask('/%C3%A9api/place/x')).json()).toMatchObject({
    path: '/place/x',
    basePath: '/%C3%A9api',
  })
  for (const path of ['/éapix/echo/1', '/%C3%A9api%2Fecho/1', '/api/echo/1', '/echo/1']) {
    expect((await ask(path)).status).toBe(404)
  }
})

test('GHSA-v422-hmwv-36x6: refuses a limit that is not a number at the start', () => {
  const hello = (bodyLimit?: number) =>
    route({
      method: 'POST',
      path: '/',
      ...(bodyLimit === undefined ? {} : { bodyLimit }),
      responses: { 200: text() },
      handler: ({ reply }) => reply(200, 'x'),
    })
  for (const bodyLimit of ['1mbb', '100', Number.NaN, -1, 1.5, Infinity] as never[]) {
    expect(() => createApp({ routes: { hello: hello() }, bodyLimit })).toThrow(RangeError)
    expect(() => createApp({ routes: { hello: hello(bodyLimit) } })).toThrow(RangeError)
  }
})

test.each([
  ['hono', '4.13.7'],
  ['@hono/node-server', '2.0.10'],
  ['express', '5.2.1'],
  ['wrangler', '4.59.1'],
  ['zod', '3.22.3'],
])('%s is at least %s, the first version without a known advisory', (name, least) => {
  const catalog = readFileSync(new URL('../../../pnpm-workspace.yaml', import.meta.url), 'utf8')
  const found = new RegExp(`^  '?${name}'?: ([0-9.]+)$`, 'm').exec(catalog)?.[1] ?? '0'
  expect(found.localeCompare(least, 'en', { numeric: true })).toBeGreaterThanOrEqual(0)
})

function missing(place: Place): string | undefined {
  if (typeof place === 'string') return known.has(place) ? undefined : `no case ${place}`
  if ('none' in place) return place.none.length > 20 ? undefined : 'no reason'
  const file = new URL(`../../../${place.file}`, import.meta.url)
  const found = existsSync(file) && readFileSync(file, 'utf8').includes(place.test)
  return found ? undefined : `no test '${place.test}' in ${place.file}`
}
