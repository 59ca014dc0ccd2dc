import type { DeclaredCase } from '../case.ts'
import { emptyResponse, problem, testCase } from '../expectations.ts'

const typeOf = (type: string) => ({ 'content-type': type, vary: 'Origin' })

/** HEAD is GET without its content. */
export const headCases: readonly DeclaredCase[] = [
  testCase('K02', 'answers HEAD as GET without content', head('/only-get'), {
    status: 200,
    headers: typeOf('text/plain; charset=utf-8'),
    body: '',
    length: 5,
  }),
  testCase('K02-404', 'gives HEAD the headers of a refusal', head('/nope'), {
    ...problem('not_found'),
    body: '',
    length: 74,
  }),
  testCase('K02-bytes', 'counts the bytes of GET for HEAD', head('/resp/bytes'), {
    status: 200,
    headers: typeOf('application/octet-stream'),
    body: '',
    length: 6,
  }),
  testCase('K02-utf8', 'counts bytes and not characters for HEAD', head('/resp/html'), {
    status: 200,
    headers: typeOf('text/html;charset=UTF-8'),
    body: '',
    length: 9,
  }),
  testCase('K02-stream', 'promises no length for HEAD on a stream', head('/resp/stream'), {
    status: 200,
    headers: typeOf('text/plain; charset=utf-8'),
    body: '',
    length: 'none',
  }),
  testCase(
    'K02-stream-sized',
    'knows the length of a sized stream for HEAD',
    head('/resp/stream-sized'),
    {
      status: 200,
      headers: typeOf('application/octet-stream'),
      body: '',
      length: 10,
    },
  ),
  testCase(
    'K02-empty',
    'answers HEAD with 204 where GET does',
    head('/resp/empty'),
    emptyResponse(204, { 'x-kit': 'kept' }),
  ),
  testCase('K02-no-get', 'has no HEAD where there is no GET', head('/json'), {
    ...problem('method_not_allowed', { allow: 'POST, OPTIONS' }),
    body: '',
    length: 92,
  }),
  testCase(
    'K02-body',
    'drops the content of HEAD',
    { ...head('/only-get'), body: 'hi' },
    {
      status: 200,
      headers: typeOf('text/plain; charset=utf-8'),
      body: '',
      length: 5,
    },
  ),
]

function head(target: string): { readonly method: 'HEAD'; readonly target: string } {
  return { method: 'HEAD', target }
}
