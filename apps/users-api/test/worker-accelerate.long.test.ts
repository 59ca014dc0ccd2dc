import { fileURLToPath } from 'node:url'
import { startLocalAccelerate } from '@gimbal/db/local-accelerate'
import { describeUsersApi } from './suite.ts'
import { vi } from 'vitest'
import { startWorkerd } from '@gimbal/test-support/workerd'

const worker = fileURLToPath(
  new URL('../../../packages/adapter-cloudflare/app/worker.ts', import.meta.url),
)

// The local Accelerate logs each error response, and has no option to turn that off.
vi.spyOn(console, 'error').mockReturnValue()

describeUsersApi('workerd over Accelerate', {
  start: async ({ DATABASE_URL }) => {
    const accelerate = await startLocalAccelerate(DATABASE_URL)
    const workerd = await startWorkerd({ worker, bindings: { DATABASE_URL: accelerate.url } })
    return {
      ...workerd,
      stop: async () => {
        await workerd.stop()
        await accelerate.stop()
      },
    }
  },
})
