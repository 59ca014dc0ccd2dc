/** A Worker that opens a connection in each request, without a pool. */
import { Client } from 'pg'
import { QUERY } from './query.ts'

export default {
  fetch: async (_request: Request, env: { readonly DATABASE_URL: string }): Promise<Response> => {
    const client = new Client({ connectionString: env.DATABASE_URL })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.query(QUERY)
      return new Response('done')
    } catch (error) {
      return new Response(String(error), { status: 503 })
    } finally {
      await client.end().catch(() => undefined)
    }
  },
}
