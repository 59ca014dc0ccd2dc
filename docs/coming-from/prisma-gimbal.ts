interface Env {
  readonly DATABASE_URL: string
}

// #region gimbal
import { bindings, toWorker } from '@gimbal/adapter-cloudflare'
import { createApp, route } from '@gimbal/core'
import { withAccelerate } from '@prisma/extension-accelerate'
import { z } from 'zod'
import { PrismaClient } from '../../prisma/generated/workerd/client.ts'

const createDb = (env: Env) =>
  new PrismaClient({ accelerateUrl: env.DATABASE_URL }).$extends(withAccelerate())
type Db = ReturnType<typeof createDb>

export const listUsers = route({
  method: 'GET',
  path: '/users',
  responses: { 200: z.array(z.object({ id: z.int(), name: z.string() })) },
  handler: async ({ reply }, { db }: { db: Db }) => reply(200, await db.user.findMany()),
})

const app = createApp({ routes: { listUsers } })
export default toWorker(app, {
  env: bindings<Env>('DATABASE_URL'),
  services: { db: { lifetime: 'process', create: createDb } },
})
// #endregion
