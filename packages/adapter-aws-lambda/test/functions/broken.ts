import { type LambdaHandler, toLambda } from '../../src/index.ts'
import { createTestApp } from '../app.ts'

const database = {
  lifetime: 'process' as const,
  create: () => {
    throw new Error('DATABASE_URL is not set')
  },
}

export const handler: LambdaHandler = toLambda(createTestApp(), { services: { database } })
await handler.ready()
