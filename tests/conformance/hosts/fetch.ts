import { toFetch } from '@gimbal/adapter-fetch'

import { createKitApp } from '../../../packages/conformance/src/app.ts'
import type { Started } from '../../../packages/conformance/src/describe.ts'

/** The fetch adapter in process, with nothing in front of it. */
export async function startFetch(): Promise<Started> {
  return { fetch: toFetch(createKitApp()), stop: async () => undefined }
}
