import { fileURLToPath } from 'node:url'
import { describeUsersApi } from './suite.ts'
import { startWorkerd } from '@gimbal/test-support/workerd'

const worker = fileURLToPath(
  new URL('../../../packages/adapter-cloudflare/app/worker.ts', import.meta.url),
)

// The binding of the runtime, without Cloudflare's connection pool.
describeUsersApi('workerd over a Hyperdrive binding', {
  start: ({ DATABASE_URL }) =>
    startWorkerd({
      worker,
      // No server listens there: each response must have come through the binding.
      bindings: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
      hyperdrives: { HYPERDRIVE: DATABASE_URL },
    }),
})
