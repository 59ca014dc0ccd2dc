import type { DeclaredCase, PlannedRequest } from '../case.ts'
import { jsonResponse, testCase } from '../expectations.ts'

/** Cookies as they come in. */
export const cookieCases: readonly DeclaredCase[] = [
  cookies(
    'cookies',
    ['a=1; b=2'],
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ),
  cookies('cookies-none', [], []),
  cookies(
    'cookies-two-lines',
    ['a=1', 'b=2'],
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ),
  cookies(
    'cookies-first',
    ['a=1; a=2; b=3'],
    [
      ['a', '1'],
      ['b', '3'],
    ],
  ),
  cookies(
    'cookies-case',
    ['a=1; A=2'],
    [
      ['a', '1'],
      ['A', '2'],
    ],
  ),
  cookies('cookies-quotes', ['a="1"'], [['a', '1']]),
  cookies('cookies-encoded', ['a=%20%zz+'], [['a', '%20%zz+']]),
  cookies('cookies-equals', ['a=1=2'], [['a', '1=2']]),
  cookies('cookies-empty', ['a='], [['a', '']]),
  cookies(
    'cookies-tight',
    ['a=1;b=2;  c=3'],
    [
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
    ],
  ),
  cookies('cookies-comma', ['a=1,b=2'], [['a', '1,b=2']]),
  cookies(
    'GHSA-8hq9-phh3-p2wp',
    ['__proto__=%7B%22injected%22%3A1%7D; constructor=1'],
    [
      ['__proto__', '%7B%22injected%22%3A1%7D'],
      ['constructor', '1'],
    ],
  ),
  cookies('GHSA-q5pr-72pq-83v3', ['h3=__chunked__999999'], [['h3', '__chunked__999999']]),
  cookies('GHSA-9583-h5hc-x8cw', ['session=..%2f..%2fx'], [['session', '..%2f..%2fx']]),
  holds('GHSA-r5rp-j6wh-rvv4', ['sid', 'good'], '\xc2\xa0sid=evil; sid=good'),
  holds('GHSA-r5rp-j6wh-rvv4-reversed', ['sid', 'good'], 'sid=good; \xc2\xa0sid=evil'),
  holds(
    'cookies-many',
    ['a199', '199'],
    Array.from({ length: 200 }, (_, index) => `a${index}=${index}`).join('; '),
  ),
]

function cookies(
  id: string,
  lines: readonly string[],
  expected: readonly (readonly [string, string])[],
): DeclaredCase {
  return testCase(
    id,
    `reads cookies ${JSON.stringify(lines)}`,
    plan(lines),
    jsonResponse(JSON.stringify(expected)),
  )
}

/** For what the grammar does not allow: whether it is dropped or kept, it is not taken for another. */
function holds(id: string, [name, value]: readonly [string, string], line: string): DeclaredCase {
  return testCase(id, `reads ${name} from a crowd`, plan([line]), {
    status: 200,
    check: ({ body }) => {
      const found = (JSON.parse(Buffer.from(body).toString()) as [string, string][]).find(
        ([key]) => key === name,
      )
      return found?.[1] === value ? undefined : `${name} is ${String(found?.[1])}`
    },
  })
}

function plan(lines: readonly string[]): PlannedRequest {
  return { target: '/cookies', headers: lines.map((line) => ['Cookie', line] as const) }
}
