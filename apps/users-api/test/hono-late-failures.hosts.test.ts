import { describeLateFailures } from './late-failures.ts'

describeLateFailures(
  'Hono',
  new URL('../../../packages/adapter-hono-node/app/server.ts', import.meta.url),
)
