import { defineConfig } from 'vitest/config'

// Workspace packages resolve to their sources, so that no test needs a build first. This condition
// and no more: vitest hands the list to Node, whose `require` would find ESM under `import`.
const conditions = ['@gimbal/source']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['**/src/**/*.test.ts', '**/test/**/*.test.ts', 'scripts/**/*.test.ts'],
    // What takes minutes runs with `test:long`.
    exclude: [
      '**/node_modules/**',
      '**/dist*/**',
      '**/generated/**',
      ...(process.env.LONG ? [] : ['**/*.long.test.ts']),
    ],
  },
})
