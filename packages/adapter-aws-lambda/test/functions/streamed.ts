import { closeOnShutdown, type LambdaStreamHandler, toLambdaStream } from '../../src/index.ts'
import { createTestApp } from '../app.ts'

const held = {
  lifetime: 'process' as const,
  create: () => 'held',
  dispose: () => console.log('disposed'),
}

export const handler: LambdaStreamHandler = toLambdaStream(createTestApp(), {
  services: { held },
})
await handler.ready()
closeOnShutdown(handler)
