import { fileURLToPath } from 'node:url'
import { describeUsersApi } from './suite.ts'
import { startWorkerd } from '@gimbal/test-support/workerd'

const worker = fileURLToPath(
  new URL('../../../packages/adapter-cloudflare/app/worker.ts', import.meta.url),
)

describeUsersApi('workerd', {
  start: ({ DATABASE_URL }) => startWorkerd({ worker, bindings: { DATABASE_URL } }),
})
