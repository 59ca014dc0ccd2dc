export { app } from './app.ts'
export { hashPassword } from './password.ts'

export type { Services } from './services.ts'
export type Routes = typeof import('./routes.ts')
