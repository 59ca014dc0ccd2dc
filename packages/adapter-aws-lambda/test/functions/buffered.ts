import { type LambdaHandler, toLambda } from '../../src/index.ts'
import { createTestApp } from '../app.ts'

/** Counts how often services were made, to see what invocations share. */
let made = 0
const count = { lifetime: 'process' as const, create: () => console.log(`made ${String(++made)}`) }

export const handler: LambdaHandler = toLambda(createTestApp(), { services: { count } })
console.log('init ends')
