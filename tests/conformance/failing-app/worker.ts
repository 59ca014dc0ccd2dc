import { toWorker } from '@gimbal/adapter-cloudflare'
import { createFailingApp, printing, services } from './app.ts'

export default toWorker(createFailingApp(printing), { services } as never)
