import { health } from '@gimbal/core/middleware'
import type { Services } from './services.ts'

export const { healthLive, healthReady } = health({
  checks: {
    // Reads every column of every table, so that a database without its migrations is not ready.
    database: ({ db }: Services) =>
      Promise.all([
        db.user.findFirst({ where: { id: 0 } }),
        db.session.findFirst({ where: { id: 0 } }),
      ]),
  },
})
