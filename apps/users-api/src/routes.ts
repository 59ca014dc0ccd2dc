export { createUser, getUser, listUsers } from './users.ts'
export { deleteMe, getMe, updateMe } from './me.ts'
export { createSession, deleteCurrentSession, deleteSession, listSessions } from './sessions.ts'
export { healthLive, healthReady } from './health.ts'
