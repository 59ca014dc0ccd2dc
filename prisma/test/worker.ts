import { cachedFor } from '../src/index.ts'
import { databaseService } from '../src/client/workerd.ts'
import type { DatabaseBindings, Db } from '../src/client/workerd.ts'

interface Context {
  waitUntil(promise: Promise<unknown>): void
}

const service = databaseService()

/**
 * Uses the database service like an adapter. POST creates one user for each line of the body, in the
 * way that the path names. GET lists the users.
 */
export default {
  async fetch(request: Request, env: DatabaseBindings, context: Context): Promise<Response> {
    const db = service.create(env)
    const { pathname } = new URL(request.url)
    try {
      if (request.method === 'GET')
        return Response.json(await db.user.findMany(pathname === '/cached' ? cached : {}))
      const emails = (await request.text()).split('\n')
      return Response.json(await create(db, pathname, emails), { status: 201 })
    } catch (error) {
      const { status = 500, code = String(error) } = error as { status?: number; code?: string }
      return Response.json({ code }, { status })
    } finally {
      context.waitUntil(service.dispose(db))
    }
  },
}

const cached = cachedFor({ ttl: 60, swr: 30 })

async function create(db: Db, way: string, emails: readonly string[]): Promise<unknown> {
  const rows = emails.map((email) => ({
    name: 'Ada',
    email,
    emailKey: email.toLowerCase(),
    passwordHash: '',
  }))
  switch (way) {
    case '/interactive':
      return db.$transaction(async (tx) => {
        for (const data of rows) await tx.user.create({ data })
        return tx.user.count()
      })
    case '/list':
      return db.$transaction(rows.map((data) => db.user.create({ data })))
    case '/nested': {
      const [data, ...tokens] = rows
      const sessions = tokens.map(({ email }) => ({ tokenHash: email, expiresAt: new Date() }))
      return db.user.create({ data: { ...data!, sessions: { create: sessions } } })
    }
    default:
      return db.user.create({ data: rows[0]! })
  }
}
