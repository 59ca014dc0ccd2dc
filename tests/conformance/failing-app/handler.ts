import { toFetch } from '@gimbal/adapter-fetch'
import { createFailingApp, printing, services } from './app.ts'

export default toFetch(createFailingApp(printing), { services } as never)
