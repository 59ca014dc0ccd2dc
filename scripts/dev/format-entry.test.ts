import { expect, test } from 'vitest'
import { formatEntry } from './format-entry.ts'

const request = {
  time: '2026-11-23T17:50:36.353Z',
  level: 'info',
  message: 'request',
  id: 'af8965a6',
  method: 'GET',
  path: '/users/1',
  operation: 'getUser',
  status: 200,
  ms: 0.6,
}
const line = (entry: object): string => JSON.stringify(entry)

test('a request is one line: host, method, path, status, milliseconds, id', () => {
  expect(formatEntry('Hono', line(request))).toBe(
    'Hono     │ GET     /users/1                      200     0.6 ms  af8965a6',
  )
})

test('the columns of two hosts stand under each other', () => {
  const one = formatEntry('Express', line(request))
  const two = formatEntry('Hono', line({ ...request, method: 'DELETE', path: '/', ms: 1041 }))
  for (const column of ['200', ' ms', 'af8965a6'])
    expect(one.indexOf(column)).toBe(two.indexOf(column))
})

test('an event of a request is told by its message, in the color of its level', () => {
  const { status: _status, ms: _ms, ...rest } = request
  const colored = (level: string): string =>
    formatEntry('Hono', line({ ...rest, level, message: 'sign_in' }), { color: true })
  expect(colored('info')).toContain('\u001b[36msign_in\u001b[39m')
  expect(colored('warn')).toContain('\u001b[33msign_in\u001b[39m')
  expect(colored('error')).toContain('\u001b[31msign_in\u001b[39m')
})

test('what was refused before it had a path is told by its code', () => {
  const { path: _path, ms: _ms, ...rest } = request
  const entry = { ...rest, message: 'refused', status: 400, code: 'bad_path' }
  expect(formatEntry('Express', line(entry))).toMatch(
    /^Express {2}│ GET {5}refused: bad_path +400 +af8965a6$/,
  )
})

test('an error comes with its causes and the first line of ours, past libraries and the error map', () => {
  const error = {
    name: 'HttpError',
    message: '503 unavailable',
    stack: [
      'HttpError: 503 unavailable',
      '    at toHttpError (file:///app/prisma/src/errors/to-http-error.ts:27:14)',
      '    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)',
      '    at async a (/app/node_modules/.pnpm/client/runtime/client.js:99:6935)',
      '    at async register (file:///app/apps/users-api/src/users.ts:21:21)',
      '    at async pass (file:///app/apps/users-api/src/gate.ts:64:14)',
    ].join('\n'),
    cause: {
      name: 'Error',
      message: 'read\n  ECONNRESET',
      stack: 'Error: read',
      cause: 'a thrown string: "x"',
    },
  }
  const { status: _status, ms: _ms, ...rest } = request
  const entry = { ...rest, level: 'error', message: 'the request failed', error }
  expect(formatEntry('Express', line(entry), { root: '/app' }).split('\n')).toEqual([
    'Express  │ GET     /users/1                      the request failed  af8965a6',
    'Express  │   HttpError: 503 unavailable',
    'Express  │   caused by Error: read ECONNRESET',
    'Express  │   caused by a thrown string: "x"',
    'Express  │   at apps/users-api/src/users.ts:21:21',
  ])
})

test('the place in a bundle is given as that in the sources', () => {
  const stack = 'Error: x\n    at file:///app/packages/a/.wrangler/tmp/dev-1/worker.js:154:43547'
  const entry = { level: 'error', message: 'failed', error: { name: 'Error', message: 'x', stack } }
  const locate = () => ({ file: '/app/packages/a/src/routes.ts', line: 4, column: 5 })
  expect(formatEntry('Worker', line(entry), { root: '/app', locate })).toMatch(
    /at packages\/a\/src\/routes\.ts:4:5$/,
  )
  expect(formatEntry('Worker', line(entry), { root: '/app' })).not.toContain(' at ')
})

test('an entry is found behind the mark and the colours that wrangler puts round it', () => {
  const coloured = `\u001b[31m✘ \u001b[41;31m[\u001b[41;97mERROR\u001b[41;31m]\u001b[0m \u001b[1m${line(request)}\u001b[0m`
  expect(formatEntry('Worker', coloured)).toBe(formatEntry('Worker', line(request)))
})

test('an entry that is about no request is its message', () => {
  const entry = { level: 'warn', message: 'the pool is small', time: request.time }
  expect(formatEntry('Express', line(entry))).toBe('Express  │ the pool is small')
})

test('other output is passed on behind the name', () => {
  for (const other of ['listening on 3001', '{"not":"ours"}', '{broken', ''])
    expect(formatEntry('Express', other)).toBe(`Express  │ ${other}`.trimEnd())
})

test('no control character reaches the terminal, wherever it comes from', () => {
  const evil = '\u001b]0;title\u0007\r\b\u009b31m\u202e'
  const error = { name: evil, message: evil, stack: evil, cause: evil }
  const entry = {
    ...request,
    level: evil,
    message: evil,
    id: evil,
    method: evil,
    path: evil,
    error,
  }
  for (const input of [
    line(entry),
    line({ level: evil, message: evil, code: evil }),
    evil,
    `a${evil}b`,
  ])
    // eslint-disable-next-line no-control-regex
    expect(formatEntry(evil, input)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
})

test('the status is coloured where colour is wanted', () => {
  expect(formatEntry('Hono', line(request), { color: true })).toContain('\u001b[32m200\u001b[39m')
})
