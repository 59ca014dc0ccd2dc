import { expect, test } from 'vitest'
import { readStartFailure } from './start-failure.ts'

const root = '/repo'

test('finds the error and the first line of the workspace in what Node prints', () => {
  const lines = [
    'file:///repo/packages/core/src/pipeline/router.ts:92',
    '    throw new TypeError(`${where}: expected a path that begins with /`)',
    '          ^',
    '',
    "TypeError: me (GET users): expected a path that begins with /; got 'users'",
    '    at insert (file:///repo/packages/core/src/pipeline/router.ts:92:11)',
    '    at file:///repo/apps/users-api/src/app.ts:9:20',
    '    at ModuleJob.run (node:internal/modules/esm/module_job:345:25)',
    '',
    'Node.js v24.21.0',
  ]
  expect(readStartFailure(lines, { root })).toEqual({
    reason: "TypeError: me (GET users): expected a path that begins with /; got 'users'",
    place: 'packages/core/src/pipeline/router.ts:92:11',
  })
})

test('finds the place of a syntax error, which has no stack', () => {
  const lines = [
    'file:///repo/apps/users-api/src/app.ts:3',
    'const = 1',
    '      ^',
    "SyntaxError: Unexpected token '='",
    '    at compileSourceTextModule (node:internal/modules/esm/utils:346:16)',
  ]
  expect(readStartFailure(lines, { root })).toEqual({
    reason: "SyntaxError: Unexpected token '='",
    place: 'apps/users-api/src/app.ts:3',
  })
})

test('finds the error in what wrangler prints', () => {
  const lines = [
    '✘ [ERROR] service core:user:gimbal: Uncaught TypeError: broken on purpose',
    '    at null.<anonymous> (worker.js:216:2068)',
  ]
  expect(readStartFailure(lines, { root, bundle: undefined })).toEqual({
    reason: 'TypeError: broken on purpose',
    place: undefined,
  })
})

test('shows the last line if there is no error', () => {
  expect(readStartFailure(['one', 'two'], { root }).reason).toBe('two')
})
