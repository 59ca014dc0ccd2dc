import { createApp, route } from '@gimbal/core'
import { z } from 'zod'

// #region worker
export default {
  async fetch(request: Request): Promise<Response> {
    const { words } = (await request.json()) as { words: string[] }
    return Response.json({ found: words })
  },
}
// #endregion

const Found = z.object({ found: z.array(z.string()) })

// #region gimbal
export const search = route({
  method: 'GET',
  path: '/search',
  query: z.object({ word: z.union([z.string(), z.array(z.string())]) }),
  responses: { 200: Found },
  handler: ({ query, reply }) => reply(200, { found: [query.word].flat() }),
})

export const searchLong = route({
  method: 'POST', // what is too long for a URL
  path: '/search',
  body: z.object({ words: z.array(z.string()) }),
  responses: { 200: Found },
  handler: ({ body, reply }) => reply(200, { found: body.words }),
})
// #endregion

export const app = createApp({ routes: { search, searchLong } })
