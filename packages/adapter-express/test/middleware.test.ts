import { connect } from 'node:net'
import compression from 'compression'
import cookieParser from 'cookie-parser'
import cors from 'cors'
import session from 'express-session'
import type { Express } from 'express'
import helmet from 'helmet'
import morgan from 'morgan'
import supertest from 'supertest'
import { afterEach, describe, expect, it } from 'vitest'
import { toExpress } from '@gimbal/adapter-express'
import { app, LARGE_LENGTH } from './app.ts'
import { closeAll, listen, versions } from './versions.ts'

afterEach(closeAll)

describe.each(versions)('in front of the app, on %s', (_, express) => {
  function host(lines: string[] = []): Express {
    const created = express()
    created.use(
      morgan(':status :res[content-length]', {
        stream: { write: (line) => void lines.push(line.trim()) },
      }),
    )
    created.use(helmet())
    created.use(cors({ origin: 'https://app.test', credentials: true }))
    created.use(compression())
    created.use(cookieParser('secret'))
    created.use(session({ secret: 'secret', resave: false, saveUninitialized: false }))
    created.use((_req, res, next) => {
      res.cookie('theirs', '1')
      next()
    })
    created.use('/api', toExpress(app, { onNotFound: 'next' }))
    return created
  }

  it('helmet, cors and res.cookie() keep the headers that they set', async () => {
    const { headers } = await supertest(host())
      .get('/api/cookies')
      .set('accept-encoding', 'identity')
    expect(headers['x-frame-options']).toBe('SAMEORIGIN')
    expect(headers['content-security-policy']).toMatch(/default-src/)
    expect(headers['access-control-allow-origin']).toBe('https://app.test')
    expect(headers['set-cookie']).toEqual([
      'theirs=1; Path=/',
      'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
      'b=2',
    ])
    expect(headers['vary']).toBe('Origin, Accept, Accept-Encoding')
  })

  it('compression compresses, and morgan logs', async () => {
    const lines: string[] = []
    const client = supertest(host(lines))
    const answer = await client.get('/api/cookies').set('accept-encoding', 'gzip').expect(200)
    expect(answer.headers['content-encoding']).toBe('gzip')
    expect(answer.headers).not.toHaveProperty('content-length')
    expect(answer.text).toHaveLength(5000)
    await client.get('/api/secret').expect(409)
    expect(lines).toEqual(['200 -', expect.stringMatching(/^409 \d+$/)])
  })

  it('compression delays neither an event nor a slow reader', async () => {
    const warnings: Error[] = []
    const warn = (warning: Error): void => void warnings.push(warning)
    process.on('warning', warn)
    const { url } = await listen(host())
    const controller = new AbortController()
    const events = await fetch(`${url}/api/events`, { signal: controller.signal })
    expect(events.headers.get('content-encoding')).toMatch(/^(gzip|br)$/)
    const { value } = await events.body!.getReader().read()
    expect(Buffer.from(value!).toString()).toBe('data: one\n\n')
    controller.abort()
    const large = await fetch(`${url}/api/large`)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect((await large.text()).length).toBe(LARGE_LENGTH)
    await new Promise((resolve) => setTimeout(resolve, 10))
    process.off('warning', warn)
    expect(warnings).toEqual([])
  })

  it('express-session saves what a handler stores', async () => {
    const client = supertest.agent(host())
    await client.post('/api/visits').expect(200, '1')
    await client.post('/api/visits').expect(200, '2')
    await supertest(host()).post('/api/visits').expect(200, '1')
  })

  it('HEAD has the content-length of its GET', async () => {
    const { port } = await listen(express().use(toExpress(app)))
    const socket = connect(port, '127.0.0.1')
    socket.end('HEAD /where/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    let text = ''
    for await (const chunk of socket) text += String(chunk)
    expect(text).toMatch(/content-length: 11\r\n[^]*\r\n\r\n$/i)
  })
})
