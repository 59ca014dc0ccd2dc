import { expect, test } from 'vitest'
import { readDatabaseUrl } from './database-url.ts'

test.each([
  ['postgres://user:secret@db.test/app', 'postgres'],
  ['postgresql://db.test/app', 'postgres'],
  ['prisma://accelerate.test/?api_key=secret', 'accelerate'],
  ['prisma+postgres://accelerate.test/?api_key=secret', 'accelerate'],
])('%s is %s', (url, kind) => {
  expect(readDatabaseUrl(url)).toEqual({ kind, url })
})

test.each([
  [undefined, 'MY_URL is not set'],
  ['', 'MY_URL is not set'],
  ['secret', 'MY_URL is not a URL'],
  ['mysql://user:secret@db.test', 'MY_URL has a scheme'],
  ['prisma://secret.test/', 'MY_URL has no api_key'],
])('refuses %s with an error that names the variable and not its value', (url, words) => {
  const read = (): unknown => readDatabaseUrl(url, 'MY_URL')
  expect(read).toThrow(words)
  expect(read).not.toThrow('secret')
})
