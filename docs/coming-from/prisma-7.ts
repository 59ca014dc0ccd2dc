interface Env {
  readonly DATABASE_URL: string
}

// #region worker
import { withAccelerate } from '@prisma/extension-accelerate'
import { PrismaClient } from '../../prisma/generated/workerd/client.ts'

export default {
  async fetch(_request: Request, env: Env): Promise<Response> {
    const prisma = new PrismaClient({ accelerateUrl: env.DATABASE_URL }).$extends(withAccelerate())
    return Response.json(await prisma.user.findMany({ select: { id: true, name: true } }))
  },
}
// #endregion
