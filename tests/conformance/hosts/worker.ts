import { toWorker } from '@gimbal/adapter-cloudflare'

import { createKitApp } from '@gimbal/conformance/app'

export default toWorker(createKitApp())
