import { toWorker } from '@gimbal/adapter-cloudflare'

import { createKitApp } from '../src/app.ts'

export default toWorker(createKitApp())
