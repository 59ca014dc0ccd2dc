import { expect, test } from 'vitest'
import { toLambda } from '../src/index.ts'
import { createTestApp } from './app.ts'
import { readEvent } from './event-files.ts'

// Events that were not captured: by documentation, by other tools, by hand, or hostile.

const handler = toLambda(createTestApp())

async function show(event: object): Promise<Record<string, unknown>> {
  const { statusCode, body } = await handler(event)
  expect([statusCode, body]).toEqual([200, expect.anything()])
  return JSON.parse(body) as Record<string, unknown>
}

test('VPC Lattice, event structure 2.0', async () => {
  const event = {
    version: '2.0',
    path: '/orders/a%2Fb',
    method: 'GET',
    headers: { host: ['a.test'], 'x-voker-probe': ['first', 'second'], cookie: ['a=1'] },
    queryStringParameters: { page: ['1', '2'] },
    requestContext: { serviceArn: 'arn:aws:vpc-lattice:service', region: 'eu-west-1' },
  }
  expect(await show(event)).toMatchObject({
    rest: ['orders', 'a/b'],
    query: [
      ['page', '1'],
      ['page', '2'],
    ],
    headers: { 'x-voker-probe': 'first, second' },
    cookies: [['a', '1']],
  })
  expect(await show({ ...event, path: '/orders?page=3' })).toMatchObject({ query: [['page', '3']] })
})

test('an HTTP API with payload format 1.0, whether it encodes the path or not', async () => {
  const event = { ...readEvent('apigwv1'), version: '1.0', resource: '/{proxy+}' }
  const at = async (path: string): Promise<unknown> => {
    const requestContext = { ...event.requestContext, path: `/live${path}` }
    return (await show({ ...event, path, requestContext, pathParameters: null }))['rest']
  }
  expect(await at('/space%20value')).toEqual(['space value'])
  expect(await at('/space value/é')).toEqual(['space value', 'é'])
})

test('the console’s test of a REST API: no headers, no query', async () => {
  const event = readEvent('apigwv1')
  const nothing = { headers: null, multiValueHeaders: null, queryStringParameters: null }
  const given = { ...nothing, multiValueQueryStringParameters: null, pathParameters: null }
  expect(await show({ ...event, ...given })).toMatchObject({
    headers: { host: 'fghij67890.execute-api.us-west-2.amazonaws.com' },
    query: [],
  })
})

test('a health check of a load balancer has no Host', async () => {
  const { statusCode } = await handler({
    requestContext: { elb: { targetGroupArn: 'arn' } },
    httpMethod: 'GET',
    path: '/',
    queryStringParameters: {},
    headers: { 'user-agent': 'ELB-HealthChecker/2.0' },
    body: '',
    isBase64Encoded: false,
  })
  expect(statusCode).toBe(200)
})

test.each(['functionurl', 'alb'] as const)(
  '%s: a path like an authority stays a path; one like a URL is refused',
  async (name) => {
    const event = readEvent(name)
    const at = (path: string): object => ({ ...event, path, rawPath: path })
    expect(await show(at('//evil.com/x'))).toMatchObject({ path: '//evil.com/x' })
    for (const path of ['https://evil.com/x', 'evil.com/x', '*', '%']) {
      const { statusCode, body } = await handler(at(path))
      expect([statusCode, JSON.parse(body).code]).toEqual([400, 'bad_path'])
    }
  },
)

test('values of other types are left out, and do not end the process', async () => {
  const event = readEvent('alb')
  const seen = await show({
    ...event,
    multiValueHeaders: { host: ['a.test'], 'x-voker-probe': [1, 'second', null], cookie: 7 },
    multiValueQueryStringParameters: { a: [null, 'b'], c: {}, d: undefined },
    body: { not: 'text' },
  })
  expect(seen).toMatchObject({
    headers: { host: 'a.test', 'x-voker-probe': 'second' },
    query: [['a', 'b']],
    body: '',
  })
})

test('two Host lines are refused, as on every host', async () => {
  const event = readEvent('functionurl')
  const headers = { ...(event['headers'] as object), host: 'a.test,b.test' }
  const { statusCode, body } = await handler({ ...event, headers })
  expect([statusCode, JSON.parse(body).code]).toEqual([400, 'bad_host'])
})
