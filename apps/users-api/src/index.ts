import type * as routes from './routes.ts'

export { app } from './app.ts'
export { hashPassword } from './password.ts'

export type { Services } from './services.ts'
/** For typed clients. */
export type Routes = typeof routes
