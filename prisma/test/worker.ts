import { databaseService } from '../src/workerd.ts'

interface Env {
  readonly DATABASE_URL: string
}

interface Context {
  waitUntil(promise: Promise<unknown>): void
}

const service = databaseService()

/** POST creates a user of that e-mail and GET lists them, as an adapter would use the service. */
export default {
  async fetch(request: Request, env: Env, context: Context): Promise<Response> {
    const db = service.create(env)
    try {
      if (request.method === 'GET') return Response.json(await db.user.findMany())
      const email = await request.text()
      const data = { name: 'Ada', email, emailKey: email.toLowerCase(), passwordHash: '' }
      return Response.json(await db.user.create({ data }), { status: 201 })
    } catch (error) {
      const { status = 500, code = String(error) } = error as { status?: number; code?: string }
      return Response.json({ code }, { status })
    } finally {
      context.waitUntil(service.dispose(db))
    }
  },
}
