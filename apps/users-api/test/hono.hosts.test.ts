import { startEntryPoint } from './start-entry-point.ts'
import { describeUsersApi } from './suite.ts'

describeUsersApi('Hono on Node', {
  start: (env) =>
    startEntryPoint(
      new URL('../../../packages/adapter-hono-node/app/server.ts', import.meta.url),
      env,
    ),
})
