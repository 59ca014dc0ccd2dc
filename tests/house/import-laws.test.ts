import { ESLint } from 'eslint'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import tseslint from 'typescript-eslint'
import { importLaws, laws } from './import-laws.js'

// For each law: a file that it applies to, an import that it forbids, and one that it allows there.
const planted: Readonly<Record<string, readonly [file: string, bad: string, good: string]>> = {
  core: ['packages/core/src/http/text.ts', 'node:buffer', './query.ts'],
  'core-async': [
    'packages/core/src/async/wait-for.ts',
    '../errors/assertions.ts',
    './awaitable.ts',
  ],
  'core-errors': [
    'packages/core/src/errors/problem.ts',
    '../http/text.ts',
    '../async/awaitable.ts',
  ],
  'core-http': [
    'packages/core/src/http/text.ts',
    '../contract/types.ts',
    '../errors/http-error.ts',
  ],
  'core-contract': [
    'packages/core/src/contract/types.ts',
    '../pipeline/logger.ts',
    '../http/query.ts',
  ],
  'core-streaming': [
    'packages/core/src/streaming/sse.ts',
    '../pipeline/logger.ts',
    '../http/text.ts',
  ],
  'core-pipeline': [
    'packages/core/src/pipeline/logger.ts',
    '../host/services.ts',
    '../http/text.ts',
  ],
  'core-in-process': [
    'packages/core/src/in-process/create-caller.ts',
    '../create-app.ts',
    '../pipeline/logger.ts',
  ],
  'core-host': ['packages/core/src/host/services.ts', '../middleware/log.ts', '../contract/app.ts'],
  'core-middleware': [
    'packages/core/src/middleware/log.ts',
    '../host/services.ts',
    '../contract/types.ts',
  ],
  'no-node': ['packages/adapter-fetch/src/request.ts', 'node:buffer', '@gimbal/core/adapter'],
  adapters: [
    'packages/adapter-express/src/to-express.ts',
    '@gimbal/db/node',
    '@gimbal/adapter-node',
  ],
  'base-adapters': ['packages/adapter-node/src/to-node.ts', 'express', 'node:http'],
  'no-test-code': ['packages/core/src/index.ts', '@gimbal/test-support/random', './testing.ts'],
  'own-tests': ['bench/run.ts', '../packages/core/test/cpu.ts', '@gimbal/test-support/workerd'],
  'entry-points': [
    'bench/run.ts',
    '../packages/adapter-express/app/server.ts',
    '@gimbal/adapter-express',
  ],
  'handlers-know-no-host': ['apps/users-api/src/app.ts', '@gimbal/adapter-node', '@gimbal/core'],
  'handlers-know-no-client': ['apps/users-api/src/app.ts', '@gimbal/db/node', '@gimbal/db'],
  'database-knows-no-host': ['prisma/src/client/node.ts', '@gimbal/adapter-node', '@gimbal/core'],
  'database-errors': [
    'prisma/src/errors/to-http-error.ts',
    '../migration/migrate.ts',
    './error-map.ts',
  ],
  'database-client': [
    'prisma/src/client/node.ts',
    '../development/seed.ts',
    '../errors/to-http-error.ts',
  ],
  suite: ['packages/conformance/src/run.ts', '@gimbal/adapter-node', '@gimbal/core'],
}

const root = join(import.meta.dirname, '../..')
const parser = { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser as never } }
const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [parser, ...importLaws],
})

test.each(laws.map(({ name, reason }) => [name, reason]))(
  'the law %s gives its reason for a forbidden import, and allows another',
  async (name, reason) => {
    const [file, bad, good] = planted[name]!
    expect(await complaintsOf(file, bad)).toContainEqual(expect.stringContaining(reason))
    expect(await complaintsOf(file, good)).toEqual([])
  },
  30_000,
)

test('all laws for a file apply, whatever the file is called', async () => {
  const complaints = await complaintsOf('packages/adapter-cloudflare/src/index.ts', 'node:fs')
  expect(complaints).toHaveLength(1)
  const both = await complaintsOf('packages/adapter-cloudflare/src/index.ts', '@gimbal/db/workerd')
  expect(both).toHaveLength(1)
})

async function complaintsOf(file: string, source: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(`import {} from '${source}'\n`, {
    filePath: join(root, file),
  })
  const { messages } = result!
  expect(messages.filter(({ fatal }) => fatal)).toEqual([])
  return messages.filter(({ ruleId }) => ruleId?.startsWith('law/')).map(({ message }) => message)
}

test('the ESLint config of the repository has all laws', async () => {
  const config = (await new ESLint({ cwd: root }).calculateConfigForFile(
    join(root, 'packages/core/src/http/text.ts'),
  )) as { rules: Readonly<Record<string, unknown>> }
  for (const name of ['core', 'core-http', 'no-test-code', 'own-tests', 'entry-points']) {
    expect(config.rules[`law/${name}`]).toBeDefined()
  }
})
