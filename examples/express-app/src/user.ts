import 'express-session'

/** Who is signed in, as the session keeps it. */
export interface User {
  readonly id: number
  readonly name: string
}

declare module 'express-session' {
  interface SessionData {
    user: User
  }
}
