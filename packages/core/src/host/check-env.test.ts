import { type } from 'arktype'
import * as v from 'valibot'
import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import { checkEnv } from './check-env.ts'
import type { Schema } from '../contract/schema.ts'

const env = {
  DATABASE_URL: 'postgres://app:s3cret-word@db.internal/app',
  PIN: '1234',
  COUNT: 'x9y8z7w6',
  NESTED: { KEY: 'deep-s3cret' },
}
const secrets = /s3cret|app:|internal|1234|x9y8|w6|deep/

const libraries: Record<string, Schema> = {
  zod: z.object({
    DATABASE_URL: z.string().refine(() => false, { error: ({ input }) => `bad: ${String(input)}` }),
    PIN: z.literal('0000'),
    COUNT: z.coerce.number(),
    NESTED: z.object({ KEY: z.url() }),
    MISSING: z.string(),
  }),
  valibot: v.object({
    DATABASE_URL: v.picklist(['a', 'b']),
    PIN: v.literal('0000'),
    COUNT: v.pipe(v.string(), v.digits()),
    NESTED: v.object({ KEY: v.pipe(v.string(), v.url()) }),
    MISSING: v.string(),
  }),
  arktype: type({
    DATABASE_URL: "'a'|'b'",
    PIN: "'0000'",
    COUNT: 'string.numeric',
    NESTED: { KEY: 'string.url' },
    MISSING: 'string',
  }),
}

describe.each(Object.entries(libraries))('%s', (_, schema) => {
  it('throws an error that names invalid variables but contains no values', async () => {
    const failure = await checkEnv(schema, env).catch((error: unknown) => error as Error)
    const { message } = failure as Error
    for (const name of ['DATABASE_URL: ', 'PIN: ', 'COUNT: ', 'NESTED.KEY: ', 'MISSING: ']) {
      expect(message).toContain(name)
    }
    expect(message).not.toMatch(secrets)
  })
})

it('removes parts of values, and values in an issue of the whole environment', async () => {
  const telling = (message: string, path: string[]): Schema => ({
    '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [{ message, path }] }) },
  })
  const parts = telling('host db.internal of user app:s3cret', ['DATABASE_URL'])
  await expect(checkEnv(parts, env)).rejects.toThrow('needs: DATABASE_URL: host … of user …')
  const whole = telling(`got ${env.DATABASE_URL}`, [])
  await expect(checkEnv(whole, env)).rejects.toThrow(/needs: env: got …$/)
})

it('returns the validated environment', async () => {
  expect(await checkEnv(z.object({ PIN: z.string() }), env)).toEqual({ PIN: '1234' })
})
