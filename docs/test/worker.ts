import type { WorkerHandler } from '@gimbal/adapter-cloudflare'
import { toWorker } from '@gimbal/adapter-cloudflare'
import search, { app } from '../coming-from/get-body.ts'
import prisma7 from '../coming-from/prisma-7.ts'
import users from '../coming-from/prisma-gimbal.ts'

type Fetch = WorkerHandler['fetch']

/** Both versions of what can only be tested in workerd; the one by hand is below `/theirs`. */
const fetch: Fetch = async (request, env, ctx) => {
  const { pathname } = new URL(request.url)
  switch (pathname) {
    case '/theirs/search':
      return search.fetch(request)
    case '/search':
      return searchOfOurs.fetch(request, env, ctx)
    case '/theirs/users':
      return prisma7.fetch(request, env as { DATABASE_URL: string })
    default:
      return users.fetch(request, env, ctx)
  }
}
const searchOfOurs = toWorker(app)

export default { fetch }
