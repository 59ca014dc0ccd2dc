/** One request to which all servers give the same response. */
export interface BenchCase {
  readonly name: string
  readonly method: 'GET' | 'POST'
  readonly target: string
  readonly body?: string
  readonly expected: { readonly status: number; readonly body: unknown; readonly location?: string }
}

const ada = { name: 'Ada Lovelace', email: 'ada@example.com', age: 36 }

/** The measured cases. */
export const cases: readonly BenchCase[] = [
  {
    name: 'health',
    method: 'GET',
    target: '/health',
    expected: { status: 200, body: { status: 'ok' } },
  },
  {
    name: 'read, validated query',
    method: 'GET',
    target: '/users/42?fields=name,email',
    expected: { status: 200, body: { id: '42', name: ada.name, email: ada.email } },
  },
  {
    name: 'create, validated JSON',
    method: 'POST',
    target: '/users',
    body: JSON.stringify(ada),
    expected: { status: 201, body: { id: '42', ...ada }, location: '/users/42' },
  },
]

/**
 * Requests that must be refused before a measurement: a server must not be fast by skipping
 * validation.
 */
export const refusals: readonly Omit<BenchCase, 'name'>[] = [
  {
    method: 'GET',
    target: '/users/42?fields=password',
    expected: { status: 422, body: undefined },
  },
  {
    method: 'POST',
    target: '/users',
    body: JSON.stringify({ ...ada, email: 'nowhere' }),
    expected: { status: 422, body: undefined },
  },
  { method: 'GET', target: '/nowhere', expected: { status: 404, body: undefined } },
]
