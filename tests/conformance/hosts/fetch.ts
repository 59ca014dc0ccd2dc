import { toFetch } from '@gimbal/adapter-fetch'

import { createKitApp } from '@gimbal/conformance/app'
import type { Started } from '@gimbal/conformance'

/** The fetch adapter in process, without a server. */
export async function startFetch(): Promise<Started> {
  return { fetch: toFetch(createKitApp()), stop: async () => undefined }
}
