import { createApp } from '@gimbal/core'
import { log, requestId } from '@gimbal/core/middleware'
import * as routes from './routes.ts'

export const app = createApp({ routes, use: [requestId(), log()] })
