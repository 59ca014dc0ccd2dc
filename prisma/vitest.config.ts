import { defineConfig } from 'vitest/config'

const conditions = ['@gimbal/source', 'module', 'node', 'development|production']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { name: 'db', testTimeout: 20_000, hookTimeout: 30_000 },
})
