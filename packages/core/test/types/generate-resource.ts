/** Returns the source of a file with ten typical schemas and routes. */
export function resource(n: number): string {
  return `import { noContent, problem, route } from '@gimbal/core'
import { z } from 'zod'
import { admin, signedIn } from './guards.ts'
import type { Db, Mailer } from './services.ts'

const Address${n} = z.object({
  street: z.string().min(1).max(200),
  city: z.string().min(1),
  zip: z.string().regex(/^[0-9]{5}$/),
  country: z.enum(['de', 'fr', 'us']),
})
const Line${n} = z.object({
  sku: z.string().min(3),
  quantity: z.number().int().positive(),
  price: z.number().nonnegative(),
  tags: z.array(z.string()).default([]),
})
const NewOrder${n} = z.object({
  customer: z.email(),
  address: Address${n},
  lines: z.array(Line${n}).min(1),
  note: z.string().trim().max(500).optional(),
  wanted: z.string().transform((value) => new Date(value)),
})
const OrderPatch${n} = NewOrder${n}.partial()
const OrderView${n} = z.object({
  id: z.string(),
  customer: z.string(),
  address: Address${n},
  lines: z.array(Line${n}),
  state: z.enum(['open', 'paid', 'sent']),
  createdAt: z.date().transform((date) => date.toISOString()).pipe(z.iso.datetime()),
})
const OrderList${n} = z.object({ items: z.array(OrderView${n}), next: z.string().nullable() })
const OrderQuery${n} = z.object({
  limit: z.coerce.number<string>().int().max(100).default(20),
  after: z.string().optional(),
  state: z.enum(['open', 'paid', 'sent']).optional(),
})
const NewComment${n} = z.object({ text: z.string().min(1).max(2000), mentions: z.array(z.string()).default([]) })
const CommentView${n} = NewComment${n}.extend({
  id: z.string(),
  author: z.object({ id: z.string(), name: z.string() }),
})
const CommentParams${n} = z.object({ id: z.string(), comment: z.coerce.number<string>().int() })

type Order${n} = z.output<typeof NewOrder${n}>
type Comment${n} = z.output<typeof NewComment${n}> & { author: { id: string; name: string } }

export const listOrders${n} = route({
  method: 'GET',
  path: '/orders${n}',
  query: OrderQuery${n},
  responses: { 200: OrderList${n} },
  handler: async ({ query, reply }, { db }: { db: Db }) => {
    const rows = await db.list<Order${n}>('orders${n}', { after: query.after, state: query.state })
    const items = rows.slice(0, query.limit)
    return reply(200, { items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null })
  },
})

export const createOrder${n} = route({
  method: 'POST',
  path: '/orders${n}',
  body: NewOrder${n},
  guards: { user: signedIn },
  responses: { 201: OrderView${n}, 409: problem('out_of_stock', 'duplicate') },
  handler: async ({ body, user, basePath, reply }, { db, mailer }: { db: Db; mailer: Mailer }) => {
    const sum = body.lines.reduce((total, line) => total + line.quantity * line.price, 0)
    if (sum > 1_000_000) return reply(409, 'out_of_stock')
    const order = await db.save('orders${n}', body)
    await mailer.send(body.customer, \`\${user.name}: \${order.id}\`)
    return reply(201, order, { location: \`\${basePath}/orders${n}/\${order.id}\` })
  },
})

export const getOrder${n} = route({
  method: 'GET',
  path: '/orders${n}/:id',
  responses: { 200: OrderView${n}, 404: problem('not_found') },
  handler: async ({ params, reply }, { db }: { db: Db }) => {
    const order = await db.find<Order${n}>('orders${n}', params.id)
    return order ? reply(200, order) : reply(404, 'not_found')
  },
})

export const replaceOrder${n} = route({
  method: 'PUT',
  path: '/orders${n}/:id',
  body: NewOrder${n},
  guards: { user: signedIn },
  responses: { 200: OrderView${n}, 404: problem('not_found'), 409: problem('already_sent') },
  handler: async ({ params, body, reply }, { db }: { db: Db }) => {
    const order = await db.find<Order${n}>('orders${n}', params.id)
    if (!order) return reply(404, 'not_found')
    if (order.state === 'sent') return reply(409, 'already_sent')
    return reply(200, await db.save('orders${n}', { ...order, ...body }))
  },
})

export const patchOrder${n} = route({
  method: 'PATCH',
  path: '/orders${n}/:id',
  body: OrderPatch${n},
  guards: { user: signedIn },
  responses: { 200: OrderView${n}, 404: problem('not_found') },
  handler: async ({ params, body, reply }, { db }: { db: Db }) => {
    const order = await db.find<Order${n}>('orders${n}', params.id)
    if (!order) return reply(404, 'not_found')
    const { address = order.address, lines = order.lines } = body
    return reply(200, await db.save('orders${n}', { ...order, address, lines }))
  },
})

export const removeOrder${n} = route({
  method: 'DELETE',
  path: '/orders${n}/:id',
  guards: { adminId: admin, user: signedIn },
  responses: { 204: noContent, 404: problem('not_found') },
  handler: async ({ params, adminId, user, reply }, { db, mailer }: { db: Db; mailer: Mailer }) => {
    if (!(await db.remove('orders${n}', params.id))) return reply(404, 'not_found')
    await mailer.send(adminId, \`removed by \${user.name}\`)
    return reply(204)
  },
})

export const listComments${n} = route({
  method: 'GET',
  path: '/orders${n}/:id/comments',
  query: OrderQuery${n},
  responses: { 200: z.array(CommentView${n}), 404: problem('not_found') },
  handler: async ({ params, query, reply }, { db }: { db: Db }) => {
    if (!(await db.find('orders${n}', params.id))) return reply(404, 'not_found')
    const comments = await db.list<Comment${n}>('comments${n}', { order: params.id })
    return reply(200, comments.slice(0, query.limit).map((comment) => ({ ...comment })))
  },
})

export const addComment${n} = route({
  method: 'POST',
  path: '/orders${n}/:id/comments',
  body: NewComment${n},
  guards: { user: signedIn },
  responses: { 201: CommentView${n}, 404: problem('not_found') },
  handler: async ({ params, body, user, reply }, { db }: { db: Db }) => {
    if (!(await db.find('orders${n}', params.id))) return reply(404, 'not_found')
    const author = { id: user.id, name: user.name }
    return reply(201, await db.save('comments${n}', { ...body, author }))
  },
})

export const removeComment${n} = route({
  method: 'DELETE',
  path: '/orders${n}/:id/comments/:comment',
  params: CommentParams${n},
  guards: { user: signedIn },
  responses: { 204: noContent, 403: problem('not_yours'), 404: problem('not_found') },
  handler: async ({ params, user, reply }, { db }: { db: Db }) => {
    const comment = await db.find<Comment${n}>('comments${n}', params.comment.toFixed())
    if (!comment) return reply(404, 'not_found')
    if (comment.author.id !== user.id) return reply(403, 'not_yours')
    await db.remove('comments${n}', comment.id)
    return reply(204)
  },
})

export const cancelOrder${n} = route({
  method: 'POST',
  path: '/orders${n}/:id/cancel',
  guards: { user: signedIn },
  responses: { 200: OrderView${n}, 404: problem('not_found'), 409: problem('already_sent') },
  handler: async ({ params, user, reply }, { db, mailer }: { db: Db; mailer: Mailer }) => {
    const order = await db.find<Order${n}>('orders${n}', params.id)
    if (!order) return reply(404, 'not_found')
    if (order.state === 'sent') return reply(409, 'already_sent')
    await mailer.send(order.customer, \`cancelled by \${user.name}\`)
    return reply(200, order)
  },
})
`
}
