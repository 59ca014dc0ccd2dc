import { toWorker } from '@gimbal/adapter-cloudflare'
import { app } from './app.ts'
import { token } from './token.ts'

export default toWorker(app, { services: { token } })
