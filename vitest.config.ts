import { defineConfig } from 'vitest/config'

const conditions = ['@gimbal/source', 'import', 'module', 'default']

// Workspace packages resolve to their sources, so that no test needs a build first.
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions: [...conditions, 'node'] } },
  test: {
    include: ['**/src/**/*.test.ts', '**/test/**/*.test.ts', 'scripts/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist*/**', '**/generated/**'],
  },
})
