import { expect } from 'vitest'
import type { Reply } from './send.ts'

/** Asserts an error without details, byte for byte. */
export function expectProblem(reply: Reply, status: number, code: string): void {
  const title = TITLES[status]
  expect([reply.status, reply.text]).toEqual([
    status,
    JSON.stringify({ type: 'about:blank', title, status, code }),
  ])
  expect(reply.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  })
}

/** Asserts a 422 and returns the paths of its issues, such as `body.name` or `query.limit`. */
export function issuesOf(reply: Reply): string[] {
  expect([reply.status, reply.json.code, reply.json.title]).toEqual([
    422,
    'validation',
    'Unprocessable Content',
  ])
  expect(Object.keys(reply.json as object)).toEqual(['type', 'title', 'status', 'code', 'errors'])
  expect(reply.headers['cache-control']).toBe('no-store')
  const errors = reply.json.errors as { in: string; path: string[]; message: string }[]
  for (const { message } of errors) expect(message).not.toBe('')
  return errors.map((error) => [error.in, ...error.path].join('.'))
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  501: 'Not Implemented',
  503: 'Service Unavailable',
}
