import { createApp } from '@gimbal/core'
import { log, requestId, securityHeaders } from '@gimbal/core/middleware'
import { noStore } from './no-store.ts'
import * as routes from './routes.ts'
import { recordSessionUse } from './session-use.ts'

export const app = createApp({
  routes,
  use: [requestId(), log(), securityHeaders(), noStore(), recordSessionUse()],
  bodyLimit: 16 * 1024,
})
