// What Prisma 6 took; Prisma 7 does not, which a test shows, so it is neither compiled nor linted.
/* eslint-disable */
// @ts-nocheck
// #region worker
import { PrismaClient } from '@prisma/client/edge' // made by `prisma generate --no-engine`
import { withAccelerate } from '@prisma/extension-accelerate'

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const prisma = new PrismaClient({ datasourceUrl: env.DATABASE_URL }).$extends(withAccelerate())
    return Response.json(await prisma.user.findMany({ select: { id: true, name: true } }))
  },
}
// #endregion
