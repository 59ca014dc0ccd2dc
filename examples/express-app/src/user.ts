import 'express-session'

/** The signed-in user, as stored in the session. */
export interface User {
  readonly id: number
  readonly name: string
}

declare module 'express-session' {
  interface SessionData {
    user: User
  }
}
