import { startFace } from './start-face.ts'
import { describeUsersApi } from './suite.ts'

describeUsersApi('Hono on Node', {
  start: (env) =>
    startFace(new URL('../../../packages/adapter-hono-node/app/server.ts', import.meta.url), env),
})
