import { fileURLToPath } from 'node:url'

import { startWorkerd } from '../../adapter-cloudflare/test/start-workerd.ts'
import type { Started } from '../src/describe.ts'

/** workerd itself, with the very bundle that `wrangler deploy` would upload. */
export async function startRawWorkerd(): Promise<Started> {
  return startWorkerd({ worker: fileURLToPath(new URL('worker.ts', import.meta.url)) })
}
