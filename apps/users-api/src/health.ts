import { health } from '@gimbal/core/middleware'
import type { Services } from './services.ts'

export const { healthLive, healthReady } = health({
  checks: { database: ({ db }: Services) => db.$queryRaw`SELECT 1` },
})
