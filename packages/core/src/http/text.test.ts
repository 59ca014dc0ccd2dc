import { describe, expect, test } from 'vitest'
import { parseForm } from './query.ts'
import { decodeUtf8 } from './text.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('decodeUtf8', () => {
  test('decodes text and ignores a byte order mark on every call', () => {
    for (let run = 0; run < 3; run++) {
      expect(decodeUtf8(encode('\ufeffcafé 🙂'))).toBe('café 🙂')
      expect(decodeUtf8(encode(''))).toBe('')
      expect(() => decodeUtf8(Uint8Array.of(0x61, 0xe2, 0x82))).toThrow('400 invalid_utf8')
    }
  })

  test.each([[[0xff]], [[0xc0, 0xaf]], [[0xed, 0xa0, 0x80]], [[0x80]]])(
    'throws 400 for the bytes %j',
    (bytes) => {
      expect(() => decodeUtf8(Uint8Array.from(bytes))).toThrow('400 invalid_utf8')
    },
  )
})

describe('parseForm', () => {
  test('parses like the query', () => {
    expect(parseForm(encode('a=1&a=2&b=%2B+&c&é=%C3%A9'))).toEqual([
      ['a', '1'],
      ['a', '2'],
      ['b', '+ '],
      ['c', ''],
      ['é', 'é'],
    ])
    expect(parseForm(encode(''))).toEqual([])
    expect(parseForm(encode('x=%FF'))).toEqual([['x', '\ufffd']])
  })

  test('throws 400 for raw bytes that are not UTF-8', () => {
    expect(() => parseForm(Uint8Array.of(0x61, 0x3d, 0xff))).toThrow('400 invalid_utf8')
  })
})
