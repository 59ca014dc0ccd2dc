import type { DeclaredCase } from '../case.ts'
import { echoResponse, jsonResponse, testCase } from '../expectations.ts'

/** The query: an ordered list of pairs by the rules of URLSearchParams, with flat keys. */
export const queryCases: readonly DeclaredCase[] = [
  pairs('K21', 'a=1&a=2&b=%2B+&c&d=', ['a', '1'], ['a', '2'], ['b', '+ '], ['c', ''], ['d', '']),
  pairs('K21-none', ''),
  pairs('K21-broken', 'f=%zz&g=%FF&=e', ['f', '%zz'], ['g', '\ufffd'], ['', 'e']),
  pairs('K21-cut', 'a=%E0%A4%A&b=%', ['a', '\ufffd%A'], ['b', '%']),
  pairs('K21-empty', '&&a=&=&', ['a', ''], ['', '']),
  pairs('K21-equals', 'a=1=2', ['a', '1=2']),
  pairs('K21-encoded', 'a%26b=%3D%20%C3%A9', ['a&b', '= é']),
  pairs('K21-controls', 'a=%00%0d%0a', ['a', '\u0000\r\n']),
  pairs('K21-semicolon', 'a=1;b=2', ['a', '1;b=2']),
  pairs('K21-question', 'a=?&b=/../x', ['a', '?'], ['b', '/../x']),
  pairs('K21-apostrophe', "a='x'", ['a', "'x'"]),
  pairs('K21-braces', 'a={}|^[]', ['a', '{}|^[]']),
  pairs('K21-flat', 'a[b]=1&__proto__[x]=1', ['a[b]', '1'], ['__proto__[x]', '1']),
  pairs(
    'GHSA-hrpp-h998-j3pp',
    'a[__proto__]=b&a[__proto__]&a[length]=100000000',
    ['a[__proto__]', 'b'],
    ['a[__proto__]', ''],
    ['a[length]', '100000000'],
  ),
  pairs('GHSA-gqgv-6jq5-jjj9', ']=toString&[__proto__]=x', [']', 'toString'], ['[__proto__]', 'x']),
  pairs(
    'GHSA-6rw7-vpxm-498p',
    'a[]=1&'.repeat(1001),
    ...Array.from({ length: 1001 }, () => ['a[]', '1'] as const),
  ),
  pairs('GHSA-x5fp-wj9c-mxmx', `a[]=${'1,'.repeat(3000)}`, ['a[]', '1,'.repeat(3000)]),
  pairs('GHSA-4mjr-xmp4-gh2g', 'a[constructor][isBuffer]=x', ['a[constructor][isBuffer]', 'x']),
  record('query-record', 'a=1&b=2&a=3&c=', '{"a":["1","3"],"b":"2","c":""}'),
  record('query-record-none', '', '{}'),
  record(
    'query-record-proto',
    '__proto__=1&constructor=x&toString=y&__proto__=2',
    '{"__proto__":["1","2"],"constructor":"x","toString":"y"}',
  ),
]

function pairs(
  id: string,
  query: string,
  ...expected: readonly (readonly [string, string])[]
): DeclaredCase {
  const shown = query.length > 60 ? `${query.slice(0, 60)}…` : query
  return testCase(id, `reads ?${shown}`, `/echo/1?${query}`, echoResponse('1', expected))
}

function record(id: string, query: string, expected: string): DeclaredCase {
  return testCase(
    id,
    `hands ?${query} to a schema as an object`,
    `/search?${query}`,
    jsonResponse(expected),
  )
}
