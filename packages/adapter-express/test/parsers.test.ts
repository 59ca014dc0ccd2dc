import supertest from 'supertest'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { keepRawBody, toExpress } from '@gimbal/adapter-express'
import { app, signals } from './app.ts'
import { closeAll, listen, versions } from './versions.ts'

afterEach(closeAll)

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
