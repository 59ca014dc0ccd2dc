import { toWorker } from '@gimbal/adapter-cloudflare'

import { app } from '../src/app.ts'

export default toWorker(app)
