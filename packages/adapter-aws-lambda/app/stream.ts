import { app } from '@gimbal/users-api'
import { closeOnShutdown, type LambdaStreamHandler, toLambdaStream } from '../src/index.ts'
import { options } from './options.ts'

/** For function URLs with RESPONSE_STREAM, and REST APIs that stream. */
export const handler: LambdaStreamHandler = toLambdaStream(app, options)

await handler.ready()
closeOnShutdown(handler)
