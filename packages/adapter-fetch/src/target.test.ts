import { expect, test } from 'vitest'
import { targetOf } from './target.ts'

test.each([
  ['http://a.test/users?page=2', 'a.test', '/users?page=2'],
  ['https://a.test:8443/', 'a.test:8443', '/'],
  ['http://a.test/x#frag', 'a.test', '/x#frag'],
  ['http://a.test//a/b', 'a.test', '//a/b'],
])('the target of %s is the part after the authority', (url, host, target) => {
  expect(targetOf(url, host)).toBe(target)
})

test.each([
  ['http://a/b/only-get', 'a/b', '/only-get'],
  ['http://a.test:80/me?/only-get', 'a.test:80/me?', '/only-get'],
  ['http://evil.com:x@y/only-get', 'evil.com:x@y', '/only-get'],
  ['http://a, b/only-get', 'a, b', '/only-get'],
  ['http://a.test*', 'a.test', '*'],
])('a Host inserted into %s is cut off exactly', (url, host, target) => {
  expect(targetOf(url, host)).toBe(target)
})

test.each([
  ['http://other.test/echo/1?q=1', 'ex.test'],
  ['http://other.test?q=1', 'ex.test'],
  ['file://other?/only-get', 'ex.test'],
  ['http://a.test/x', 'a.te'],
  ['http://a.test/x', 'A.TEST:080'],
  ['http://localhost/x', undefined],
  ['http://localhost/x', ''],
])('if the Host differs from the one in %s, the whole URL is the target', (url, host) => {
  expect(targetOf(url, host)).toBe(url)
})

test.each([
  ['/x', undefined],
  ['/x?to=http://a.test/admin', undefined],
  ['//a.test/x', 'a/b'],
])('if the host makes no URL, %s already is the target', (url, host) => {
  expect(targetOf(url, host)).toBe(url)
})
