import { describeUsersApi, startFace } from '@gimbal/users-api/suite'

describeUsersApi('Express', {
  start: (env) => startFace(new URL('../src/server.ts', import.meta.url), env),
})
