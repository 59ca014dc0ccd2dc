import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Writable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { toNode } from '@gimbal/adapter-node'
import { createApp } from '@gimbal/core'
import { inject } from '@gimbal/core/testing'
import pino from 'pino'
import { expect, test } from 'vitest'
import winston from 'winston'
import { appWith, toPino, toWinston } from '../recipes/loggers.ts'
import { countResponses } from '../recipes/metrics.ts'
import * as responses from '../recipes/responses.ts'
import { listen } from './sides.ts'
import { fillSnippets, listRegions, listSnippets } from './snippets.ts'

test('the document shows exactly the code that is tested here', async () => {
  const markdown = readFileSync(new URL('../RECIPES.md', import.meta.url), 'utf8')
  // `vitest run docs -u` writes the code into the document.
  await expect(fillSnippets(markdown)).toMatchFileSnapshot('../RECIPES.md')
  const files = readdirSync(new URL('../recipes', import.meta.url))
  const regions = files.flatMap((file) => listRegions(`recipes/${file}`))
  expect(listSnippets(markdown).sort()).toEqual(regions.sort())
})

function collect(): { readonly lines: string[]; readonly stream: Writable } {
  const lines: string[] = []
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk))
      done()
    },
  })
  return { lines, stream }
}

const failure = {
  message: 'the database is away',
  errors: [{ message: 'no connection', code: 'ECONNREFUSED' }],
}

test('pino prints errors with their fields', async () => {
  const { lines, stream } = collect()
  await inject(appWith(toPino(pino(stream))), { target: '/fails' })
  expect(JSON.parse(lines[0]!)).toMatchObject({ msg: 'the request failed', err: failure })
})

test('winston prints errors with their fields', async () => {
  const { lines, stream } = collect()
  const logger = winston.createLogger({ transports: [new winston.transports.Stream({ stream })] })
  await inject(appWith(toWinston(logger)), { target: '/fails' })
  await expect.poll(() => lines).toHaveLength(1)
  expect(JSON.parse(lines[0]!)).toMatchObject({ message: 'the request failed', error: failure })
})

test('metrics count by route', async () => {
  const counts = new Map<string, number>()
  const app = createApp({ routes: responses, use: [countResponses(counts)], log: () => undefined })
  for (const target of ['/tree/a', '/tree/b/c', '/nope']) await inject(app, { target })
  expect([...counts]).toEqual([
    ['GET /tree/* 200', 2],
    ['GET none 404', 1],
  ])
})

test('the routes answer as described', async () => {
  await using upstream = await listen(
    createServer((req, res) => {
      if (req.url === '/gone') return void res.writeHead(404).end()
      res.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'text/csv', etag: '"1"' })
      res.end(gzipSync('a,b'))
    }),
  )
  const app = createApp({ routes: responses })
  await using server = await listen(
    createServer(toNode(app, { services: { files: upstream.url } })),
  )
  const ask = (path: string): Promise<Response> =>
    fetch(server.url + path, { redirect: 'manual', headers: { 'accept-encoding': 'identity' } })

  const file = await ask('/files/a.csv')
  expect([file.status, file.headers.get('content-encoding'), file.headers.get('etag')]).toEqual([
    200,
    null,
    '"1"',
  ])
  expect(file.headers.get('content-type')).toBe('text/csv')
  expect(await file.text()).toBe('a,b')
  expect((await ask('/files/gone')).status).toBe(404)
  expect((await ask('/report')).headers.get('content-disposition')).toContain('filename*=UTF-8')
  expect((await ask('/signed-in')).headers.get('location')).toBe('myapp://signed-in?code=1')
  expect(await (await ask('/tree')).text()).toBe('the root')
  expect(await (await ask('/tree/a/b')).text()).toBe('a > b')
})
