export { createUser, getUser, hello, now, removeUser } from './sample.ts'
