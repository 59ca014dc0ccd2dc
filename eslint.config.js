import js from '@eslint/js'
import tseslint from 'typescript-eslint'
import { importLaws } from './tests/house/import-laws.js'

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
  ...importLaws,
)
