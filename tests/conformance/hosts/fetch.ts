import { toFetch } from '@gimbal/adapter-fetch'

import { createKitApp } from '@gimbal/conformance/app'
import type { Started } from '@gimbal/conformance'

/** The fetch adapter in process, with nothing in front of it. */
export async function startFetch(): Promise<Started> {
  return { fetch: toFetch(createKitApp()), stop: async () => undefined }
}
