import { describe, expect, test } from 'vitest'
import { cpuNow } from '@gimbal/test-support/cpu-time'
import { seeded, textOf } from '@gimbal/test-support/random'
import { parseQuery, Query, toRecord } from './query.ts'

describe('parseQuery', () => {
  test.each([
    ['', []],
    [
      'a=1&a=2&b=%2B+&c&d=',
      [
        ['a', '1'],
        ['a', '2'],
        ['b', '+ '],
        ['c', ''],
        ['d', ''],
      ],
    ],
    [
      'f=%zz&g=%FF&=e',
      [
        ['f', '%zz'],
        ['g', '\ufffd'],
        ['', 'e'],
      ],
    ],
    [
      'a[b]=1&__proto__[x]=1',
      [
        ['a[b]', '1'],
        ['__proto__[x]', '1'],
      ],
    ],
    ['?a=1', [['?a', '1']]],
    ['a=b=c', [['a', 'b=c']]],
    ['&&a&&', [['a', '']]],
    ['=', [['', '']]],
    ['a%3Db=%26', [['a=b', '&']]],
    ['%EF%BB%BFa=%EF%BB%BF', [['\ufeffa', '\ufeff']]],
    ['a=%00', [['a', '\0']]],
    ['a=%C3%28%E2%82x%', [['a', '\ufffd(\ufffdx%']]],
  ])('parses %j to %j', (query, pairs) => {
    expect(parseQuery(query)).toEqual(pairs)
  })

  test('agrees with URLSearchParams on random queries', () => {
    const random = seeded(4)
    const pieces =
      '& & = = + % a b %41 %26 %3D %2B %C3 %A9 %C3%A9 %F0%9F %99 %zz %1 %FF %EF%BB%BF ? ; [ ] \\'
    for (let run = 0; run < 20_000; run++) {
      const query = textOf(random, pieces.split(' '), 14)
      expect(parseQuery(query), query).toEqual([...new URLSearchParams(`?${query}`)])
    }
  })

  // Not compared with URLSearchParams: Node 24 reads raw text beside broken escapes as Latin-1.
  test('keeps raw text of a form body beside valid and broken escapes', () => {
    expect(parseQuery('é=%C3%A9🙂')).toEqual([['é', 'é🙂']])
    expect(parseQuery('🙂%F0=é%FF')).toEqual([['🙂\ufffd', 'é\ufffd']])
  })

  test('parses half a million pairs, valid or broken, within a second', () => {
    for (const piece of ['%&', '%FF&', 'a&', '=+&']) {
      const started = cpuNow()
      const pairs = parseQuery(piece.repeat(1_048_576 / piece.length))
      expect(pairs.length).toBe(Math.floor(1_048_576 / piece.length))
      expect(cpuNow() - started).toBeLessThan(1000)
    }
  })
})

describe('Query', () => {
  const query = new Query('tag=a&page=2&tag=b%20c&__proto__=x')

  test('get returns the first value or undefined', () => {
    expect(query.get('tag')).toBe('a')
    expect(query.get('page')).toBe('2')
    expect(query.get('nope')).toBeUndefined()
    expect(query.get('toString')).toBeUndefined()
    expect(query.get('__proto__')).toBe('x')
  })

  test('getAll returns all values in order', () => {
    expect(query.getAll('tag')).toEqual(['a', 'b c'])
    expect(query.getAll('nope')).toEqual([])
  })

  test('iterates over the pairs in order, repeatedly', () => {
    const pairs = [
      ['tag', 'a'],
      ['page', '2'],
      ['tag', 'b c'],
      ['__proto__', 'x'],
    ]
    expect([...query]).toEqual(pairs)
    expect([...query]).toEqual(pairs)
  })

  test('has no pairs if the query is empty', () => {
    expect([...new Query('')]).toEqual([])
  })
})

describe('toRecord', () => {
  test('returns one value as a string and several as an array', () => {
    expect({ ...toRecord(parseQuery('a=1&b=&a=2&a=3')) }).toEqual({ a: ['1', '2', '3'], b: '' })
    expect({ ...toRecord(parseQuery('a=&a=')) }).toEqual({ a: ['', ''] })
  })

  test('returns an object without prototype, in which __proto__ is an ordinary name', () => {
    const record = toRecord(parseQuery('__proto__=1&__proto__=2&toString=x&constructor=y'))
    expect(Object.getPrototypeOf(record)).toBeNull()
    expect(Object.entries(record)).toEqual([
      ['__proto__', ['1', '2']],
      ['toString', 'x'],
      ['constructor', 'y'],
    ])
    expect(({} as Record<string, unknown>)['1']).toBeUndefined()
  })

  test.each([
    ['a[__proto__]=b&a[__proto__]&a[length]=100000000', ['a[__proto__]', 'a[length]']],
    [']=toString', [']']],
    ['?[__proto__]=x', ['?[__proto__]']],
    ['a[constructor][isBuffer]=x', ['a[constructor][isBuffer]']],
    ['__proto__.admin=1', ['__proto__.admin']],
  ])('keeps the brackets of %s in flat keys', (query, keys) => {
    expect(Object.keys(toRecord(parseQuery(query)))).toEqual(keys)
  })
})
