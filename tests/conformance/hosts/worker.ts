import { toWorker } from '@gimbal/adapter-cloudflare'

import { createKitApp } from '../../../packages/conformance/src/app.ts'

export default toWorker(createKitApp())
