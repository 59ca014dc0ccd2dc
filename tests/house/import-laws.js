import tseslint from 'typescript-eslint'

/**
 * The import laws, each with its reason. Each law is an ESLint rule with its own name, since a
 * second
 * block for one rule would replace the first. A test adds a forbidden import for each law and
 * expects
 * the reason.
 */

/** @param {{ name: string, files: string[], ignores?: string[], forbidden: RegExp, reason: string }} law */
const law = (law) => law

const HOSTS = 'express|hono|@hono/[^/]+|wrangler'
const ADAPTERS = '@gimbal/adapter-[^/]+'
const DATABASE = '@prisma/[^/]+|pg|@gimbal/db'
const packages = (names) => new RegExp(`^(?:${names})(?:/|$)`)

const TESTS = ['**/*.test.ts']

/** The folders of core, lowest first, each with the folders that it may import. */
const LOW = ['async', 'errors', 'http', 'contract', 'streaming']
const CORE = {
  async: [],
  errors: ['async'],
  http: ['async', 'errors'],
  contract: ['async', 'errors', 'http'],
  streaming: ['async', 'errors', 'http', 'contract'],
  pipeline: LOW,
  'in-process': [...LOW, 'pipeline'],
  host: [...LOW, 'pipeline'],
  middleware: [...LOW, 'pipeline'],
}

const coreLaws = Object.entries(CORE).map(([folder, below]) =>
  law({
    name: `core-${folder}`,
    files: [`packages/core/src/${folder}/**/*.ts`],
    ignores: TESTS,
    // Imports that leave the folder, except into a folder below.
    forbidden: new RegExp(below.length > 0 ? `^\\.\\./(?!(?:${below.join('|')})/)` : '^\\.\\./'),
    reason: `Data goes one way: core/src/${folder} imports ${below.join(', ') || 'no other folder'}.`,
  }),
)

export const laws = [
  law({
    name: 'core',
    files: ['packages/core/src/**/*.ts'],
    ignores: TESTS,
    forbidden: /^[^.]/,
    reason: 'Core has no dependencies and runs where Node is not available.',
  }),
  ...coreLaws,
  law({
    name: 'no-node',
    files: ['packages/adapter-fetch/src/**/*.ts', 'packages/adapter-cloudflare/src/**/*.ts'],
    ignores: TESTS,
    forbidden: /^node:/,
    reason: 'This adapter also runs where Node is not available.',
  }),
  law({
    name: 'adapters',
    files: ['packages/adapter-*/src/**/*.ts'],
    ignores: TESTS,
    forbidden: packages(`@gimbal/users-api|${DATABASE}`),
    reason:
      'A published adapter imports no API and no database: its entry point in app/ combines them.',
  }),
  law({
    name: 'base-adapters',
    files: ['packages/adapter-node/src/**/*.ts', 'packages/adapter-fetch/src/**/*.ts'],
    ignores: TESTS,
    forbidden: packages(`${HOSTS}|${ADAPTERS}`),
    reason: 'The two base adapters import no framework and no other adapter.',
  }),
  law({
    name: 'no-test-code',
    files: ['packages/*/src/**/*.ts', 'apps/*/src/**/*.ts', 'prisma/src/**/*.ts'],
    ignores: TESTS,
    forbidden: /^@gimbal\/test-support|\/tests?\//,
    reason: 'Published and deployed code imports no test code.',
  }),
  law({
    name: 'own-tests',
    files: ['**/*.ts'],
    forbidden: /\/(?:packages|apps|examples)\/[^/]+\/test\/|^@gimbal\/[^/]+\/test\//,
    reason: 'A test folder belongs to its package: code for several packages is in tests/support.',
  }),
  law({
    name: 'entry-points',
    files: ['**/*.ts'],
    forbidden: /(?:^|\/)app\/(?:server|worker|function|stream)(?:\.ts)?$/,
    reason: 'An entry point is deployed and never imported.',
  }),
  law({
    name: 'handlers-know-no-host',
    files: ['apps/users-api/src/**/*.ts'],
    ignores: TESTS,
    forbidden: packages(`${HOSTS}|${ADAPTERS}`),
    reason: 'Handlers import no host.',
  }),
  law({
    name: 'handlers-know-no-client',
    files: ['apps/users-api/src/**/*.ts'],
    ignores: TESTS,
    forbidden: /^(?:@prisma\/|pg$|@gimbal\/db\/)/,
    reason: 'Handlers take their database as a service.',
  }),
  law({
    name: 'database-knows-no-host',
    files: ['prisma/src/**/*.ts'],
    ignores: TESTS,
    forbidden: packages(`${HOSTS}|${ADAPTERS}`),
    reason: 'The database code imports no host.',
  }),
  law({
    name: 'database-errors',
    files: ['prisma/src/errors/**/*.ts'],
    ignores: TESTS,
    forbidden: /^\.\.\/(?:development|migration)\//,
    reason: 'The error code of the database imports no development tools.',
  }),
  law({
    name: 'database-client',
    files: ['prisma/src/client/**/*.ts', 'prisma/src/index.ts'],
    ignores: TESTS,
    forbidden: /\/(?:development|migration)\//,
    reason: 'Production code imports neither migrations nor development tools.',
  }),
  law({
    name: 'suite',
    files: ['packages/conformance/src/**/*.ts'],
    ignores: TESTS,
    forbidden: packages(`@gimbal/users-api|${ADAPTERS}|${DATABASE}`),
    reason: 'The suite tests adapters, so it depends on none.',
  }),
]

const plugin = {
  rules: Object.fromEntries(
    laws.map(({ name }) => [name, tseslint.plugin.rules['no-restricted-imports']]),
  ),
}

/** The laws as blocks of an ESLint config. */
export const importLaws = [
  { plugins: { law: plugin } },
  ...laws.map(({ name, files, ignores = [], forbidden, reason }) => ({
    files,
    ignores,
    rules: {
      [`law/${name}`]: [
        'error',
        { patterns: [{ regex: forbidden.source, message: reason, caseSensitive: true }] },
      ],
    },
  })),
]
