import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { LambdaHandler } from '../src/index.ts'
import { readEvent } from './event-files.ts'

// Inside the package, so that the example can import it by its name.
const folder = await mkdtemp(join(import.meta.dirname, '.readme-'))
afterAll(() => rm(folder, { recursive: true }))

test('the first example of the README runs unchanged', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, code = ''] = /^```ts\n(\/\/ function\.ts[^]*?)^```$/m.exec(readme)!
  await writeFile(join(folder, 'function.ts'), code)
  const { handler } = (await import(join(folder, 'function.ts'))) as { handler: LambdaHandler }
  const event = readEvent('functionurl')
  const http = { ...(event.requestContext['http'] as object), method: 'GET' }
  const requestContext = { ...event.requestContext, http }
  const result = await handler({ ...event, rawPath: '/hello/Ada', body: null, requestContext }, {})
  expect([result.statusCode, result.body]).toEqual([200, 'Hello, Ada!'])
})
