import { expect, test } from 'vitest'
import { readRoutedTarget } from './routed-target.ts'

test.each([
  // Express
  [{ originalUrl: '/api/users?a', baseUrl: '/api', url: '/users?a' }, '/api/users?a', '/api'],
  [{ originalUrl: '/api?a', baseUrl: '/api', url: '/?a' }, '/api?a', '/api'],
  [{ originalUrl: '/v1/users', baseUrl: '', url: '/users' }, '/users', ''],
  [{ originalUrl: '/users', baseUrl: '', url: '/users' }, '/users', ''],
  [{ originalUrl: 'http://a/users', baseUrl: '', url: 'http://a/users' }, 'http://a/users', ''],
  [{ originalUrl: 'http://a/x/y', baseUrl: '/x', url: 'http://a/y' }, 'http://a/y', '/x'],
  [{ originalUrl: '/api//users', baseUrl: '/api', url: '/users' }, '/api//users', '/api'],
  [{ originalUrl: '/a//b//x', baseUrl: '/a/b', url: '/x' }, '/a//b//x', '/a/b'],
  [{ originalUrl: '//users', baseUrl: '', url: '/users' }, '/users', ''],
  // Connect
  [{ originalUrl: '/api/users', url: '/users' }, '/api/users', '/api'],
  [{ originalUrl: '/api', url: '/' }, '/api', '/api'],
  [{ originalUrl: '/api?a=1', url: '/?a=1' }, '/api?a=1', '/api'],
  [{ originalUrl: '/api/', url: '/' }, '/api/', '/api'],
  [{ originalUrl: '/users', url: '/users' }, '/users', ''],
  [{ originalUrl: '/', url: '/' }, '/', ''],
  [{ originalUrl: '/v1/users', url: '/people' }, '/people', ''],
  [{ originalUrl: '/users', url: '/api/users' }, '/api/users', ''],
  [{ originalUrl: 'http://a/api/users', url: 'http://a/users' }, 'http://a/users', ''],
])('%o', (req, target, basePath) => {
  expect(readRoutedTarget(req as never)).toEqual({ target, basePath })
})

test('returns undefined without a router in front', () => {
  expect(readRoutedTarget({ url: '/users' } as never)).toBeUndefined()
})
