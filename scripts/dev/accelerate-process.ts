import { startLocalAccelerate } from '../../prisma/src/development/local-accelerate.ts'

/** What this process tells the supervisor when it is ready. */
export interface AccelerateReady {
  readonly url: string
}

const { url, stop } = await startLocalAccelerate(process.env['DATABASE_URL'] ?? '')
process.once('SIGTERM', () => void stop().finally(() => process.exit(0)))
process.send?.({ url } satisfies AccelerateReady)
