import type { DeclaredCase, Expectation, PlannedRequest } from '../case.ts'
import { jsonResponse, problem, testCase } from '../expectations.ts'

const TOKEN: readonly [string, string] = ['Authorization', 'Bearer kit-token-0123456789']
const JSON_TYPE: readonly [string, string] = ['Content-Type', 'application/json']
const NAMED = '{"in":"body","path":["name"],"message":"must be text"}'

/** What schemas refuse, and what they let through. */
export const validationCases: readonly DeclaredCase[] = [
  testCase(
    'validation',
    'names all issues at once, in their order',
    post('/checked/1?page=x&size=1&size=2', '{"name":1}', [JSON_TYPE]),
    issues(
      '{"in":"query","path":["page"],"message":"must be digits"}',
      '{"in":"query","path":["size"],"message":"must be digits"}',
      '{"in":"headers","path":["x-kit"],"message":"must be text"}',
      NAMED,
      '{"in":"body","path":["age"],"message":"must be number"}',
    ),
  ),
  testCase('validation-body', 'names issues of the body', checked('{"age":1}'), issues(NAMED)),
  testCase(
    'validation-array',
    'names an issue of the whole body',
    checked('[]'),
    issues('{"in":"body","path":[],"message":"must be an object"}'),
  ),
  testCase(
    'validation-flood',
    'names the first hundred issues of forty thousand',
    post('/texts', `[${'0,'.repeat(39_999)}0]`, [JSON_TYPE]),
    issues(
      ...Array.from(
        { length: 100 },
        (_, index) => `{"in":"body","path":[${String(index)}],"message":"must be text"}`,
      ),
    ),
  ),
  testCase(
    'validation-guarded',
    'lets caches keep no refusal behind a guard',
    post('/me', '{"name":1}', [JSON_TYPE, TOKEN]),
    issues(NAMED),
  ),
  testCase(
    'GHSA-w2qp-rph6-63g4',
    "coerces nothing behind the schema's back",
    checked('{"name":"Ada","age":"36"}'),
    issues('{"in":"body","path":["age"],"message":"must be number"}'),
  ),
  testCase(
    'GHSA-hxj9-33pp-j2cc',
    'gives handlers what the schema lets through and nothing more',
    checked('{"name":"Ada","age":36,"admin":true}'),
    jsonResponse('{"id":"1","page":"2","kit":"yes","name":"Ada","age":36}'),
  ),
]

function issues(...list: readonly string[]): Expectation {
  const body = `{"type":"about:blank","title":"Unprocessable Content","status":422,"code":"validation","errors":[${list.join(',')}]}`
  return { ...problem('validation'), body }
}

function checked(body: string): PlannedRequest {
  return post('/checked/1?page=2&size=3', body, [JSON_TYPE, ['X-Kit', 'yes']])
}

function post(
  target: string,
  body: string | undefined,
  headers: readonly (readonly [string, string])[],
): PlannedRequest {
  return { method: 'POST', target, headers, ...(body === undefined ? {} : { body }) }
}
