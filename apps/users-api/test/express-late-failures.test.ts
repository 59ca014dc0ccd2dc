import { describeLateFailures } from './late-failures.ts'

describeLateFailures(
  'Express',
  new URL('../../../packages/adapter-express/app/server.ts', import.meta.url),
)
