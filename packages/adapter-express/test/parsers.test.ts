import { gunzipSync, gzipSync } from 'node:zlib'
import { createApp, type LogEntry, route, text as textBody } from '@gimbal/core'
import type { NextFunction, Request, Response } from 'express'
import supertest from 'supertest'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { keepRawBody, toExpress } from '@gimbal/adapter-express'
import { app, signals } from './app.ts'
import { closeAll, listen, versions } from './versions.ts'

afterEach(closeAll)

const hello = route({
  method: 'GET',
  path: '/hello',
  responses: { 200: textBody() },
  handler: ({ reply }) => reply(200, 'hello'),
})

describe.each(versions)('on %s', (_, express) => {
  const parsed = supertest(express().use(express.json()).use(toExpress(app)))
  const kept = supertest(
    express()
      .use(express.json({ verify: keepRawBody }))
      .use(toExpress(app)),
  )
  const post = (client: typeof parsed, path: string, type = 'application/json') =>
    client.post(path).set('content-type', type)

  it('accepts a body that express.json() has parsed', async () => {
    await post(parsed, '/json').send('{"a": [1]}').expect(200, '{"a":[1]}')
  })

  it('validates again what express.json() has parsed', async () => {
    const forbidden = await post(parsed, '/json').send('{"__proto__":{"x":1}}').expect(400)
    expect(forbidden.body.code).toBe('forbidden_key')
    const deep = await post(parsed, '/json')
      .send('['.repeat(65) + ']'.repeat(65))
      .expect(400)
    expect(deep.body.code).toBe('too_deep')
  })

  it('treats an empty body as empty, whatever the parser made of it', async () => {
    for (const client of [parsed, kept]) {
      const sized = await post(client, '/json').expect(400)
      expect(sized.body.code).toBe('empty_body')
      const chunked = await post(client, '/json')
        .set('transfer-encoding', 'chunked')
        .send('')
        .expect(400)
      expect(chunked.body.code).toBe('empty_body')
    }
  })

  it.each([
    ['parsed', () => express.json()],
    ['parsed, with its bytes kept', () => express.json({ verify: keepRawBody })],
    ['kept as bytes', () => express.raw({ type: () => true })],
    ['kept as text', () => express.text({ type: () => true })],
  ])('accepts a compressed body that a parser has inflated: %s', async (_name, parser) => {
    const { url } = await listen(express().use(parser()).use(toExpress(app)))
    for (const body of [gzipSync('{"a":1}'), gzipSync(`{"a":"${'x'.repeat(5000)}"}`)]) {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
      const answer = await fetch(`${url}/json`, { method: 'POST', headers, body })
      expect([answer.status, await answer.text()]).toEqual([200, gunzipSync(body).toString()])
    }
  })

  it('refuses compressed bytes that a middleware has kept as they came', async () => {
    const { url } = await listen(
      express()
        .use((req: Request & { rawBody?: Buffer }, _res: Response, next: NextFunction) => {
          const chunks: Buffer[] = []
          req.on('data', (chunk: Buffer) => chunks.push(chunk))
          req.on('end', () => {
            req.rawBody = Buffer.concat(chunks)
            next()
          })
        })
        .use(toExpress(app)),
    )
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    const body = gzipSync('{"a":1}')
    expect((await fetch(`${url}/json`, { method: 'POST', headers, body })).status).toBe(415)
  })

  it.each(['{"a":1}', '"text"', '"é"', 'null', '12', ''])(
    'parses %j as JSON that express.text() has read',
    async (body) => {
      const text = supertest(
        express()
          .use(express.text({ type: () => true }))
          .use(toExpress(app)),
      )
      await post(text, '/json')
        .send(body)
        .expect(body === '' ? 400 : 200)
      if (body !== '') await post(text, '/json').send(body).expect(body)
    },
  )

  it('takes a string that express.json() has parsed for a string', async () => {
    const loose = supertest(
      express()
        .use(express.json({ strict: false }))
        .use(toExpress(app)),
    )
    await post(loose, '/json').send('"12"').expect(200, '"12"')
  })

  it.each(['begun', 'sent'])(
    'cuts and logs a response that another middleware has %s',
    async (how) => {
      const entries: LogEntry[] = []
      const own = createApp({ routes: { hello }, log: (entry) => entries.push(entry) })
      const { url } = await listen(
        express()
          .use((_req: Request, res: Response, next: NextFunction) => {
            if (how === 'begun') res.write('half')
            else res.send('theirs')
            next()
          })
          .use(toExpress(own)),
      )
      const text = (): Promise<string> => fetch(`${url}/hello`).then((answer) => answer.text())
      if (how === 'begun') await expect(text()).rejects.toThrow()
      else expect(await text()).toBe('theirs')
      await expect.poll(() => entries).toHaveLength(1)
      const message = 'another middleware has already sent a response'
      expect(entries).toMatchObject([{ level: 'error', message }])
    },
  )

  it('does not tell the client that the bytes were lost', async () => {
    const { body } = await post(parsed, '/raw').send('{"a": 1}').expect(500)
    expect(body.code).toBe('internal_error')
  })

  it('parses the kept bytes itself', async () => {
    await post(kept, '/json').send('{"a": 1}').expect(200, '{"a":1}')
    const answer = await post(kept, '/raw').send('{"a": 1}').expect(200)
    expect(String(answer.body)).toBe('{"a": 1}')
    const { url } = await listen(
      express()
        .use(express.json({ verify: keepRawBody }))
        .use(toExpress(app)),
    )
    const invalid = await fetch(`${url}/json`, {
      method: 'POST',
      body: Buffer.from('{"a":"\xff"}', 'latin1'),
      headers: { 'content-type': 'application/json' },
    })
    expect(await invalid.json()).toMatchObject({ code: 'invalid_utf8' })
  })

  it('reads a body itself if no parser has read it', async () => {
    for (const client of [parsed, kept]) {
      const answer = await post(client, '/raw', 'application/x-thing').send('bytes').expect(200)
      expect(String(answer.body)).toBe('bytes')
      const text = await post(client, '/json', 'text/plain').send('{}').expect(415)
      expect(text.body.code).toBe('unsupported_media_type')
    }
  })

  it('accepts the bytes of express.raw()', async () => {
    const client = supertest(
      express()
        .use(express.raw({ type: '*/*' }))
        .use(toExpress(app)),
    )
    await post(client, '/json').send('{"a": 1}').expect(200, '{"a":1}')
  })

  it('does not hang if other code has consumed the body', async () => {
    const host = express().use((req, _res, next) => {
      req.resume()
      req.once('end', () => next())
    })
    await post(supertest(host.use(toExpress(app))), '/json')
      .send('{}')
      .expect(500)
  })

  it('aborts the signal if the client leaves, and not because a parser has read the body', async () => {
    signals.length = 0
    const { url } = await listen(express().use(express.json()).use(toExpress(app)))
    const init = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }
    await (await fetch(`${url}/wait`, init)).text()
    const controller = new AbortController()
    const left = fetch(`${url}/wait`, { ...init, signal: controller.signal })
    setTimeout(() => controller.abort(), 40)
    await expect(left).rejects.toThrow()
    await vi.waitFor(() => expect(signals).toEqual(['done', 'aborted']))
  })
})
