import js from '@eslint/js'
import tseslint from 'typescript-eslint'

/** Who may import what, each with the reason that a newcomer needs. */
const never = (group, message) => ({ group, message })
const hosts = ['express', 'hono', 'hono/*', '@hono/*', 'wrangler']
const prisma = ['@prisma/*', 'pg', '@gimbal/db/*']
const faces = ['@gimbal/adapter-*', '@gimbal/adapter-*/*']
const node = never(['node:*'], 'This package also runs where there is no Node.')
const imports = {
  'packages/core/src/**': [
    node,
    never(['@gimbal/*', 'zod', ...hosts, ...prisma], 'Core has no dependencies.'),
  ],
  'packages/adapter-fetch/src/**': [node],
  'packages/adapter-*/src/**': [
    never(
      ['@gimbal/users-api', ...prisma],
      'A published adapter knows no API and no database; deploy faces do.',
    ),
  ],
  'apps/users-api/src/**': [
    never([...hosts, ...faces], 'Handlers know no host.'),
    never(
      ['@prisma/*', 'pg', '@gimbal/db/node', '@gimbal/db/workerd'],
      'Handlers take their database as a service.',
    ),
  ],
  'prisma/src/**': [never([...hosts, ...faces], 'The database knows no host.')],
  'packages/conformance/src/**': [
    never(
      ['@gimbal/users-api', ...faces, ...prisma],
      'The kit judges adapters and may not lean on one.',
    ),
  ],
}

export default tseslint.config(
  {
    ignores: [
      '**/dist*/',
      '**/generated/',
      '**/node_modules/',
      '**/*.d.ts',
      '**/test/types/',
      '.gimbal/',
      '**/.wrangler/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      // `{}` is the type of "no services": the contract's generics are built on it.
      '@typescript-eslint/no-empty-object-type': 'off',
      // A handler is async by its contract, whether or not it awaits.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
    },
  },
  {
    files: ['**/*.test.ts', '**/test/**/*.ts'],
    rules: {
      // Parsed answers are asserted on as they came.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  ...Object.entries(imports).map(([folder, patterns]) => ({
    files: [`${folder}/*.ts`],
    ignores: ['**/*.test.ts', '**/server.ts', '**/worker.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  })),
)
