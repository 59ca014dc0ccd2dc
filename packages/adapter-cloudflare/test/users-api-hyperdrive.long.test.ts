import { fileURLToPath } from 'node:url'
import { describeUsersApi } from '@gimbal/users-api/suite'
import { startWorkerd } from './start-workerd.ts'

const worker = fileURLToPath(new URL('../src/worker.ts', import.meta.url))

// The binding as the runtime has it, without the pool that Cloudflare puts behind it.
describeUsersApi('workerd over a Hyperdrive binding', {
  start: ({ DATABASE_URL }) =>
    startWorkerd({
      worker,
      // Nobody listens there: what is answered came through the binding.
      bindings: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
      hyperdrives: { HYPERDRIVE: DATABASE_URL },
    }),
})
