import { describe, expect, test } from 'vitest'
import { cpuNow } from '@gimbal/test-support/cpu-time'
import { canonicalIpv6, clientIp } from './client-ip.ts'

describe('clientIp', () => {
  test('returns the peer and ignores headers without trusted proxies', () => {
    expect(clientIp('192.0.2.1', '127.0.0.1', 0)).toBe('192.0.2.1')
    expect(clientIp('192.0.2.1', undefined, 0)).toBe('192.0.2.1')
    expect(clientIp(undefined, '127.0.0.1', 0)).toBeUndefined()
  })

  test('returns the n-th address from the right with n trusted proxies', () => {
    const forwarded = '198.51.100.1, 203.0.113.9 ,\t10.0.0.2'
    expect(clientIp('10.0.0.1', forwarded, 1)).toBe('10.0.0.2')
    expect(clientIp('10.0.0.1', forwarded, 2)).toBe('203.0.113.9')
    expect(clientIp('10.0.0.1', forwarded, 3)).toBe('198.51.100.1')
  })

  test('returns undefined if the header is missing or has too few addresses', () => {
    expect(clientIp('10.0.0.1', '203.0.113.9', 2)).toBeUndefined()
    expect(clientIp('10.0.0.1', undefined, 1)).toBeUndefined()
    expect(clientIp('10.0.0.1', '', 1)).toBeUndefined()
  })

  test.each([
    ['1.2.3.4', '1.2.3.4'],
    ['255.255.255.255', '255.255.255.255'],
    ['1.2.3.4:5678', '1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::FFFF:127.0.0.1', '127.0.0.1'],
    ['0:0:0:0:0:ffff:7f00:1', '127.0.0.1'],
    ['[::ffff:7f00:1]:80', '127.0.0.1'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['[2001:DB8::1]:443', '2001:db8::1'],
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:80', 'fe80::1'],
    ['::1.2.3.4', '::102:304'],
  ])('normalizes %s to %s', (text, address) => {
    expect(clientIp(text, undefined, 0)).toBe(address)
    expect(clientIp(undefined, `6.6.6.6, ${text}`, 1)).toBe(address)
  })

  test.each([
    '',
    ' ',
    'unknown',
    '_hidden',
    '999.1.1.1',
    '256.0.0.1',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.4:',
    '0x7f.1',
    '127.1',
    '2130706433',
    '1234',
    '80',
    '1:2',
    '::g',
    ':::',
    '1::2::3',
    '12345::',
    '1:2:3:4:5:6:7:8:9',
    '[::1',
    '::1]',
    '[::1]x',
    '[1.2.3.4]',
    '::ffff:1.2.3.4:80',
    '::ffff:999.1.1.1',
    '<script>',
    'a.test',
    '::1]@[::2',
    '::1/64',
    '%eth0',
    '[]',
  ])('returns undefined for %j', (text) => {
    expect(clientIp(text, undefined, 0)).toBeUndefined()
    expect(clientIp(undefined, text, 1)).toBeUndefined()
  })

  test('parses a hostile header in linear time', () => {
    const started = cpuNow()
    for (const piece of [',', ' ', '1.', ':', '[', '%', 'a']) {
      clientIp(undefined, piece.repeat(200_000), 1)
      clientIp(undefined, piece.repeat(200_000), 2)
    }
    expect(cpuNow() - started).toBeLessThan(1000)
  })
})

describe('canonicalIpv6', () => {
  test('accepts only an address without brackets', () => {
    expect(canonicalIpv6('2001:DB8:0:0::1')).toBe('2001:db8::1')
    for (const text of ['', '[::1]', '1.2.3.4', '::1]', '::1%eth0', 'v1.a']) {
      expect(canonicalIpv6(text), text).toBeUndefined()
    }
  })
})
