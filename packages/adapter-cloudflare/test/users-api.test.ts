import { fileURLToPath } from 'node:url'
import { describeUsersApi } from '@gimbal/users-api/suite'
import { startWorkerd } from './start-workerd.ts'

const worker = fileURLToPath(new URL('../src/worker.ts', import.meta.url))

describeUsersApi('workerd', {
  start: ({ DATABASE_URL }) => startWorkerd({ worker, bindings: { DATABASE_URL } }),
})
