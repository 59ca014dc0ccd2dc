import type { DeclaredCase } from '../case.ts'
import { jsonResponse, emptyResponse, problem, testCase } from '../expectations.ts'

/** Redirects stay on this host; every `location` is ASCII. */
export const redirectCases: readonly DeclaredCase[] = [
  goes('K47', '/café', '/caf%C3%A9'),
  goes('K47-encoded', '/caf%C3%A9', '/caf%C3%A9'),
  goes('K47-with-query', '/a?b=c d&e=é#f', '/a?b=c%20d&e=%C3%A9#f'),
  goes('K47-dots', '/a/../b', '/b'),
  goes('K47-plain', '/', '/'),
  goes('K47-percent', '/%zz', '/%zz'),
  ...Object.entries({
    host: '//evil.com',
    backslash: '/\\evil.com',
    script: 'javascript:alert(1)',
    data: 'data:text/html,x',
    absolute: 'https://evil.com/',
    'GHSA-cm5g-3pgc-8rg4': 'http://google.com\\\\@apple.com',
    crlf: '/a\r\nX-Inj: 1',
    tab: '/\t/evil.com',
    newline: '/\n/evil.com',
    backslashes: '\\\\evil.com',
    space: ' //evil.com',
    empty: '',
    relative: 'evil.com',
    query: '?a',
    'GHSA-9phm-9p8f-hw5m': '/.//evil.com',
    'dots-host': '/a/..//evil.com',
  }).map(([part, to]) =>
    testCase(
      part.startsWith('GHSA') ? part : `K47-${part}`,
      `refuses to go to ${JSON.stringify(to)}`,
      asked(to),
      problem('bad_redirect', {}, { runs: 1 }),
    ),
  ),
  ...Object.entries({
    'external-host': '//evil.com',
    'external-script': 'javascript:alert(1)',
    'external-file': 'file:///etc/passwd',
    'external-word': 'x',
    'external-app': 'myapp://back',
    'external-no-host': 'https:evil.com',
  }).map(([part, to]) =>
    testCase(
      `K47-${part}`,
      `refuses to leave for ${to}`,
      `${asked(to)}&external=1`,
      problem('bad_redirect', {}, { runs: 1 }),
    ),
  ),
  ...['javascript:alert(1)', 'DATA:text/html,x', 'blob:x', 'other://x', 'https://ok.test/'].map(
    (to) =>
      testCase(
        `redirect-listed-${to}`,
        `refuses to leave for ${to} if the app lists other schemes`,
        `${asked(to)}&external=list`,
        problem('bad_redirect', {}, { runs: 1 }),
      ),
  ),
  testCase(
    'redirect-listed',
    'leaves for a scheme that the app lists',
    `${asked('MyApp://back/to?it=1')}&external=list`,
    emptyResponse(302, { location: 'myapp://back/to?it=1' }, { length: 0 }),
  ),
  testCase(
    'K47-external',
    'leaves for another origin when the handler says so',
    `${asked('https://ok.test/é')}&external=1`,
    emptyResponse(302, { location: 'https://ok.test/%C3%A9' }, { length: 0 }),
  ),
  testCase(
    'location',
    'encodes a location and begins it with the mount',
    { method: 'POST', target: '/created', body: '' },
    {
      ...jsonResponse('{"id":"é 1"}', { location: '{mount}/echo/%C3%A9%201?a=b%20c' }),
      status: 201,
    },
  ),
]

function goes(id: string, to: string, location: string): DeclaredCase {
  return testCase(id, `goes to ${to}`, asked(to), emptyResponse(302, { location }, { length: 0 }))
}

function asked(to: string): string {
  return `/resp/redirect?to=${encodeURIComponent(to)}`
}
