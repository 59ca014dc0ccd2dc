import { fileURLToPath } from 'node:url'

import { startWorkerd } from '@gimbal/test-support/workerd'
import type { Started } from '@gimbal/conformance'

/** workerd itself, with the bundle that `wrangler deploy` would upload. */
export async function startRawWorkerd(): Promise<Started> {
  return startWorkerd({ worker: fileURLToPath(new URL('worker.ts', import.meta.url)) })
}
