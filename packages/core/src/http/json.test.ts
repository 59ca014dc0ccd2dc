import { describe, expect, test } from 'vitest'
import { cpuNow } from '@gimbal/test-support/cpu-time'
import { seeded, textOf } from '@gimbal/test-support/random'
import { HttpError } from '../errors/http-error.ts'
import { checkJson, parseJson } from './json.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

function codeOf(run: () => unknown): string | undefined {
  try {
    run()
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 400) throw error
    // The response has no message of the engine, and the log no part of the body.
    expect([error.detail, error.cause, error.message]).toEqual([
      undefined,
      undefined,
      `400 ${error.code}`,
    ])
    return error.code
  }
  return undefined
}

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
const deepObjects = (levels: number): string =>
  '{"a":'.repeat(levels - 1) + '{}' + '}'.repeat(levels - 1)

describe('parseJson', () => {
  test.each([
    '{"a":1}',
    ' [1, 2.5e3, -0, true, null, "x"] ',
    '1',
    '"x"',
    'null',
    '{"a":{"constructor":1},"b":{"prototype":{}}}',
    '{"constructor":{"x":{"prototype":1}}}',
    '{"constructor":["prototype"]}',
    '{"constructor":null}',
    '{"proto":"__proto__","x":"constructor"}',
    '"\\ud83d\\ude42"',
    '{"\\ud83d\\ude42":"🙂"}',
    '"caf\\u00e9 \\u0000"',
    '"\\\\ud800"',
    `{"a":"${'[{'.repeat(100)}"}`,
    `["\\"${'['.repeat(100)}", "\\\\", []]`,
    `[${'[],'.repeat(100)}[]]`,
  ])('parses %s as JSON.parse does', (text) => {
    expect(parseJson(encode(text))).toEqual(JSON.parse(text))
  })

  test('ignores a byte order mark', () => {
    expect(parseJson(encode('\ufeff{"a":1}'))).toEqual({ a: 1 })
  })

  test('throws empty_body for an empty body', () => {
    expect(codeOf(() => parseJson(encode('')))).toBe('empty_body')
    expect(codeOf(() => parseJson(encode('\ufeff')))).toBe('empty_body')
  })

  test.each([
    '{a:1}',
    '{"a":1}x',
    '  ',
    '[1,]',
    "{'a':1}",
    'NaN',
    '01',
    '"\n"',
    '[',
    '\ufeff\ufeff1',
  ])('throws invalid_json for %j', (text) => {
    expect(codeOf(() => parseJson(encode(text)))).toBe('invalid_json')
  })

  test.each([
    [[0xff]],
    [[0xc0, 0xaf]],
    [[0xed, 0xa0, 0x80]],
    [[0xe2, 0x82]],
    [[0xf4, 0x90, 0x80, 0x80]],
  ])('throws invalid_utf8 for the bytes %j in a string', (bytes) => {
    const body = Uint8Array.from([...encode('{"a":"'), ...bytes, ...encode('"}')])
    expect(codeOf(() => parseJson(body))).toBe('invalid_utf8')
    expect(parseJson(encode('{"a":"é"}'))).toEqual({ a: 'é' })
  })

  test.each([
    '{"__proto__":{"x":1}}',
    '{"__proto__":1}',
    '[[{"a":{"__proto__":null}}]]',
    '{"\\u005f_proto__":{"x":1}}',
    '{"__prot\\u006F__":{"x":1}}',
    '{"constructor":{"prototype":{"x":1}}}',
    '{"a":[{"constructor":{"prototype":1}}]}',
    '{"c\\u006fnstructor":{"prototyp\\u0065":1}}',
  ])('throws forbidden_key for %s', (text) => {
    expect(codeOf(() => parseJson(encode(text)))).toBe('forbidden_key')
  })

  test('throws too_deep for more than 64 levels', () => {
    for (const text of [deep(64), deepObjects(64), `[1,"]]]",${deep(63)}]`]) {
      expect(parseJson(encode(text))).toEqual(JSON.parse(text))
    }
    for (const text of [deep(65), deepObjects(65), `[1,"]]]",${deep(64)}]`, deep(5000)]) {
      expect(codeOf(() => parseJson(encode(text)))).toBe('too_deep')
    }
  })

  test('rejects a megabyte of open brackets quickly', () => {
    const started = cpuNow()
    expect(codeOf(() => parseJson(encode('['.repeat(1_048_576))))).toBe('too_deep')
    expect(codeOf(() => parseJson(encode('{"a":'.repeat(209_715))))).toBe('too_deep')
    expect(codeOf(() => parseJson(encode(deep(524_288))))).toBe('too_deep')
    expect(codeOf(() => parseJson(encode('"\\'.repeat(349_525))))).toBe('invalid_json')
    expect(cpuNow() - started).toBeLessThan(500)
  })

  test.each([
    '"\\ud800"',
    '{"a":"x\\uDFFFy"}',
    '{"\\ud83d":1}',
    '["\\ude42\\ud83d"]',
    '"\\ud800\\\\udc00"',
    '{"a":[{"b":"\\uDbFf"}]}',
  ])('throws invalid_string for the lone surrogate in %s', (text) => {
    expect(codeOf(() => parseJson(encode(text)))).toBe('invalid_string')
  })

  test('accepts the same random texts as JSON.parse with checkJson', () => {
    const random = seeded(5)
    const pieces =
      '{ } [ ] , : " "a": "__proto__": "constructor": {"prototype":1} "\\u005f_proto__": "\\ud800" "x" 1 null [] {}'
    const seen = new Set<string | undefined>()
    for (let run = 0; run < 20_000; run++) {
      const open = random(2) === 0 ? ['{', '}'] : ['[', ']']
      const text = `${open[0]}${textOf(random, pieces.split(' '), 5)}${open[1]}`
      let expected: string | undefined
      try {
        const value: unknown = JSON.parse(text)
        expected = codeOf(() => checkJson(value))
      } catch {
        expected = 'invalid_json'
      }
      expect(
        codeOf(() => parseJson(encode(text))),
        text,
      ).toBe(expected)
      seen.add(expected)
    }
    expect(seen).toEqual(new Set([undefined, 'invalid_json', 'forbidden_key', 'invalid_string']))
  })
})

describe('checkJson', () => {
  test('applies the checks of parseJson to a parsed value', () => {
    expect(codeOf(() => checkJson(JSON.parse('{"a":[1,"x",null,{"b":"🙂"}]}')))).toBeUndefined()
    expect(codeOf(() => checkJson(undefined))).toBeUndefined()
    expect(codeOf(() => checkJson(JSON.parse(deep(64))))).toBeUndefined()
    expect(codeOf(() => checkJson(JSON.parse(deep(65))))).toBe('too_deep')
    expect(codeOf(() => checkJson(JSON.parse(deep(100_000))))).toBe('too_deep')
    expect(codeOf(() => checkJson(JSON.parse('{"__proto__":1}')))).toBe('forbidden_key')
    expect(codeOf(() => checkJson(JSON.parse('"\\ud800"')))).toBe('invalid_string')
  })

  test('ignores inherited keys', () => {
    expect(codeOf(() => checkJson(Object.create({ ['__proto__x']: 1 })))).toBeUndefined()
    expect(
      codeOf(() => checkJson({ constructor: Object.create({ prototype: 1 }) })),
    ).toBeUndefined()
  })
})
