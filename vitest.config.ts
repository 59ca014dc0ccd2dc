import { defineConfig } from 'vitest/config'

// Workspace packages resolve to their sources, so that no test needs a build first. This condition
// and no more: vitest hands the list to Node, whose `require` would find ESM under `import`.
const conditions = ['@gimbal/source']

const include = ['**/*.test.ts']

// What takes minutes runs with `test:long`, the whole suite on every host with `test:hosts`.
const { LONG, HOSTS } = process.env
const isLong = Boolean(LONG)
const exclude = [
  '**/node_modules/**',
  '**/dist*/**',
  '**/generated/**',
  ...(LONG ? [] : ['**/*.long.test.ts']),
  ...(HOSTS ? [] : ['**/*.hosts.test.ts']),
]

// What measures time or memory, or works with all it can get: one file after another.
const alone = isLong
  ? include
  : [
      'bench/**/*.test.ts',
      'apps/users-api/test/**/*.test.ts',
      'tests/conformance/test/memory.test.ts',
      'packages/adapter-node/test/serve.test.ts',
      'prisma/test/unavailable.test.ts',
      'scripts/dev/{accelerate,dev}.test.ts',
    ]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Far more than any test takes on an idle machine: a busy one must not fail it.
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include,
          exclude: [...exclude, ...alone],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: alone,
          exclude,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
