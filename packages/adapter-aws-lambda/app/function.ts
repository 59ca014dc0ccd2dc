import { app } from '@gimbal/users-api'
import { closeOnShutdown, type LambdaHandler, toLambda } from '../src/index.ts'
import { options } from './options.ts'

/** For HTTP APIs, REST APIs and load balancers. */
export const handler: LambdaHandler = toLambda(app, options)

await handler.ready()
closeOnShutdown(handler)
