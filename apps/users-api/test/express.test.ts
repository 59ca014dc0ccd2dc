import { startEntryPoint } from './start-entry-point.ts'
import { describeUsersApi } from './suite.ts'

describeUsersApi('Express', {
  start: (env) =>
    startEntryPoint(
      new URL('../../../packages/adapter-express/app/server.ts', import.meta.url),
      env,
    ),
})
