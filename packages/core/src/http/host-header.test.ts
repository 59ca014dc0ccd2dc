import { describe, expect, test } from 'vitest'
import { cpuNow } from '@gimbal/test-support/cpu-time'
import { isHostHeader } from './host-header.ts'

describe('isHostHeader', () => {
  test.each([
    'localhost',
    'api.example.com',
    'api.example.com:8080',
    'a.test:',
    '127.0.0.1:3000',
    '999.1.1.1',
    'EXAMPLE.test',
    'my_host',
    'caf%C3%A9.test',
    "a!$&'()*+,;=~b",
    '[::1]',
    '[::1]:8080',
    '[::]',
    '[2001:db8::1]',
    '[::ffff:1.2.3.4]',
    '[1:2:3:4:5:6:7:8]',
    '[1:2:3:4:5:6:7::]',
    '[v1.a:b]',
  ])('returns true for %s', (value) => {
    expect(isHostHeader(value)).toBe(true)
  })

  test.each([
    '',
    ' ',
    ':80',
    'a/b',
    'a b',
    'a.test:80/me?',
    'a.test:80/admin/secret?',
    'evil.com:x@y',
    'evil.com:fake@legit',
    'user@host',
    'a, b',
    'a.test, a.test',
    '[',
    '[]',
    '[::1',
    '::1',
    '[::1]x',
    '[::1]:x',
    '[::g]',
    '[1:2:3:4:5:6:7:8:9]',
    '[1:2:3:4:5:6:7::8]',
    '[::1.2.3]',
    '[::01.2.3.4]',
    '[12345::]',
    '[fe80::1%25eth0]',
    '[a]@b]',
    '[v.x]',
    '[v1.]',
    'a%zz',
    'a%4',
    'a?b',
    'a#b',
    'a\\b',
    'x:1/internal/run?',
    'a:80:80',
    'é.test',
    'a\t',
    'a\n',
    '<x>',
    'a"b',
    'http://a',
    'a[b]',
  ])('returns false for %j', (value) => {
    expect(isHostHeader(value)).toBe(false)
  })

  test('takes linear time for a hostile value', () => {
    const started = cpuNow()
    for (const value of ['a', '%41', '[::', '[v1.', 'a:', ':1', '1.', '[1:']) {
      isHostHeader(`${value.repeat(200_000)}/`)
    }
    expect(cpuNow() - started).toBeLessThan(500)
  })
})
