import { toLambda } from '@gimbal/adapter-aws-lambda'
import { createKitApp } from '@gimbal/conformance/app'
import { expect, test } from 'vitest'

// Handwritten events of an HTTP API: no request makes a gateway send them, or other projects handled
// them wrongly.

interface LambdaEvent {
  readonly version: '2.0'
  readonly rawPath: string
  readonly rawQueryString: string
  readonly headers: Readonly<Record<string, string>>
  readonly requestContext: object
  readonly isBase64Encoded: boolean
}

const invoke = toLambda(createKitApp())

test('a decoded ? in the path is data and starts no query', async () => {
  const { body } = await invoke(event({ rawPath: '/echo/me?admin=true', rawQueryString: 'z=1' }))
  expect(JSON.parse(body)).toMatchObject({ id: 'me?admin=true', query: [['z', '1']] })
})

test('a decoded # in the path is data and cuts nothing off', async () => {
  const { body } = await invoke(event({ rawPath: '/echo/b#x', rawQueryString: 'z=1' }))
  expect(JSON.parse(body)).toMatchObject({ id: 'b#x', query: [['z', '1']] })
  const files = await invoke(event({ rawPath: '/files/a/b#x' }))
  expect(JSON.parse(files.body)).toMatchObject({ rest: ['a', 'b#x'] })
})

test.each(['%', '%zz', '%41', 'é ü', '\\', 'a+b', "'"])(
  'decodes a decoded path only once: %s',
  async (id) => {
    const { statusCode, body } = await invoke(event({ rawPath: `/echo/${id}` }))
    expect([statusCode, JSON.parse(body)]).toMatchObject([200, { id }])
  },
)

test('a decoded control character in the path is refused', async () => {
  const { statusCode, body } = await invoke(event({ rawPath: '/echo/a\u0000b' }))
  expect([statusCode, JSON.parse(body)]).toMatchObject([400, { code: 'bad_path' }])
})

test('half of a surrogate pair in the path does not crash the function', async () => {
  const { statusCode } = await invoke(event({ rawPath: '/echo/\ud800' }))
  expect(statusCode).toBe(200)
})

test('a declared length of 1 with a body of 2 MB gets 413', async () => {
  for (const isBase64Encoded of [false, true]) {
    const whole = Buffer.from(JSON.stringify('x'.repeat(2_000_000)))
    const body = whole.toString(isBase64Encoded ? 'base64' : 'utf8')
    const headers = { host: 'a.test', 'content-type': 'application/json', 'content-length': '1' }
    const sent = { ...event({ rawPath: '/json', headers }), body, isBase64Encoded }
    const result = await invoke(post(sent))
    expect([result.statusCode, JSON.parse(result.body)]).toMatchObject([
      413,
      { code: 'body_too_large' },
    ])
  }
})

test('bytes are sent and received in base64', async () => {
  const bytes = Buffer.from([0, 255, 128, 10])
  const headers = { host: 'a.test', 'content-type': 'application/octet-stream' }
  const sent = { ...event({ rawPath: '/bytes', headers }), body: bytes.toString('base64') }
  const taken = await invoke(post({ ...sent, isBase64Encoded: true }))
  expect(taken.statusCode).toBe(200)
  const given = await invoke(event({ rawPath: '/resp/png' }))
  expect(given.isBase64Encoded).toBe(true)
  expect(Buffer.from(given.body, 'base64').subarray(1, 4).toString()).toBe('PNG')
})

test('two cookies with commas stay two cookies, outside of the headers', async () => {
  const { headers, cookies } = await invoke(event({ rawPath: '/resp/setcookie2' }))
  expect(cookies).toHaveLength(2)
  expect(cookies?.filter((cookie) => /Expires=\w+, /.test(cookie))).toHaveLength(1)
  expect(headers).not.toHaveProperty('set-cookie')
})

test('cookies are read from their own list, whatever the header contains', async () => {
  const headers = { host: 'a.test', cookie: 'a=evil' }
  const sent = event({ rawPath: '/cookies', headers })
  const { body } = await invoke({ ...sent, cookies: ['a=1', 'b=2'] })
  expect(JSON.parse(body)).toEqual([
    ['a', '1'],
    ['b', '2'],
  ])
})

test('the client address is the one that the gateway saw; with trustProxy: 1 the last forwarded one', async () => {
  const headers = { host: 'a.test', 'x-forwarded-for': '203.0.113.1,203.0.113.10' }
  const sent = event({ rawPath: '/client', headers })
  expect(JSON.parse((await invoke(sent)).body)).toEqual({ ip: '198.51.100.7' })
  const trusting = toLambda(createKitApp(), { trustProxy: 1 })
  expect(JSON.parse((await trusting(sent)).body)).toEqual({ ip: '203.0.113.10' })
})

test('a header named __proto__ is a header', async () => {
  const headers = JSON.parse('{"host":"a.test","__proto__":"x"}') as Record<string, string>
  const { body } = await invoke(event({ rawPath: '/headers/__proto__', headers }))
  expect(JSON.parse(body)).toEqual({ value: 'x' })
})

function event(
  given: Partial<Pick<LambdaEvent, 'rawPath' | 'rawQueryString' | 'headers'>>,
): LambdaEvent {
  return {
    version: '2.0',
    rawPath: '/',
    rawQueryString: '',
    headers: { host: 'a.test' },
    requestContext: { http: { method: 'GET', sourceIp: '198.51.100.7' } },
    isBase64Encoded: false,
    ...given,
  }
}

function post(sent: LambdaEvent): LambdaEvent {
  return { ...sent, requestContext: { http: { method: 'POST', sourceIp: '198.51.100.7' } } }
}
