import { defineConfig } from 'vitest/config'

const conditions = ['@gimbal/source', 'node', 'development|production']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'db',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // The local Accelerate logs each error that it answers with, and cannot be told not to.
    onConsoleLog: (log) => !log.includes('Error processing request'),
  },
})
