import { health } from '@gimbal/core/middleware'
import type { Services } from './services.ts'

const EPOCH = new Date(0)

export const { healthLive, healthReady } = health({
  checks: {
    // One query over both tables, so that a database without its migrations is not ready.
    database: ({ db }: Services) =>
      db.user.findFirst({ where: { id: 0, sessions: { some: { lastUsedAt: { gt: EPOCH } } } } }),
  },
})
