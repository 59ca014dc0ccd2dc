import { startFace } from './start-face.ts'
import { describeUsersApi } from './suite.ts'

describeUsersApi('Express', {
  start: (env) =>
    startFace(new URL('../../../packages/adapter-express/app/server.ts', import.meta.url), env),
})
