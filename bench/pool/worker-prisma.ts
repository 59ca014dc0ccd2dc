/**
 * A Worker with the client of @gimbal/db: over TCP one per request, over Accelerate one per
 * isolate.
 */
import { type DatabaseBindings, databaseService } from '@gimbal/db/workerd'
import { QUERY } from './query.ts'

const { create, dispose } = databaseService()

export default {
  fetch: async (
    _request: Request,
    env: DatabaseBindings,
    context: { readonly waitUntil: (work: Promise<unknown>) => void },
  ): Promise<Response> => {
    const db = create(env)
    try {
      await db.$queryRawUnsafe(QUERY)
      return new Response('done')
    } catch (error) {
      const { cause = error } = error as Error
      return new Response(String(cause), { status: 503 })
    } finally {
      context.waitUntil(dispose(db))
    }
  },
}
