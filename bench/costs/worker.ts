/**
 * A Worker with one create and one read, using zod and Prisma like the users API, but without
 * hashing.
 */
import { bindings, toWorker } from '@gimbal/adapter-cloudflare'
import { createApp, problem, route } from '@gimbal/core'
import type { Db } from '@gimbal/db'
import { databaseService } from '@gimbal/db/workerd'
import * as z from 'zod'

interface Services {
  readonly db: Db
}

const Row = z.strictObject({ id: z.int(), name: z.string(), email: z.string() })
const NewRow = z.strictObject({ name: z.string().max(200), email: z.email().max(254) })
const select = { id: true, name: true, email: true } as const

const create = route({
  method: 'POST',
  path: '/rows',
  body: NewRow,
  responses: { 201: Row },
  handler: async ({ body, reply }, { db }: Services) => {
    const data = { ...body, emailKey: body.email, passwordHash: '' }
    return reply(201, await db.user.create({ data, select }))
  },
})

const read = route({
  method: 'GET',
  path: '/rows/:id',
  responses: { 200: Row, 404: problem('not_found') },
  handler: async ({ params, reply }, { db }: Services) => {
    const row = await db.user.findUnique({ where: { id: Number(params.id) }, select })
    return row ? reply(200, row) : reply(404, 'not_found')
  },
})

const live = route({
  method: 'GET',
  path: '/live',
  responses: { 200: z.strictObject({ status: z.literal('ok') }) },
  handler: ({ reply }) => reply(200, { status: 'ok' }),
})

export default toWorker(createApp({ routes: { create, read, live } }), {
  env: bindings<{ readonly DATABASE_URL: string }>('DATABASE_URL'),
  services: { db: databaseService() },
})
