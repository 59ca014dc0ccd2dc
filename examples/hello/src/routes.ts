import { route, stream, trustSchema, text } from '@gimbal/core'
import { bearer } from '@gimbal/core/middleware'
import { texts } from './schema.ts'
import { isSame } from './token.ts'

const words = text('text/plain; charset=utf-8')

/** A name from the path, a greeting from the query. */
export const hello = route({
  method: 'GET',
  path: '/hello/:name',
  responses: { 200: words },
  handler: ({ params, query, reply }) =>
    reply(200, `${query.get('greeting') ?? 'Hello'}, ${params.name}!\n`),
})

/** A header. */
export const language = route({
  method: 'GET',
  path: '/language',
  responses: { 200: words },
  handler: ({ headers, reply }) =>
    reply(200, `You read ${headers.get('accept-language') ?? 'anything'}.\n`),
})

/** Validated JSON in, JSON out. */
export const greet = route({
  method: 'POST',
  path: '/greetings',
  body: texts('name'),
  responses: { 201: trustSchema(texts('greeting')) },
  handler: ({ body, reply }) => reply(201, { greeting: `Hello, ${body.name}!` }),
})

const signedIn = bearer({
  verify: async (given, { token }: { token: string | undefined }) =>
    token !== undefined && (await isSame(given, token)) ? { name: 'friend' } : undefined,
})

/** Requires the token; the handler gets the guard's value under the guard's name. */
export const secret = route({
  method: 'GET',
  path: '/secret',
  guards: { user: signedIn },
  responses: { 200: words },
  handler: ({ user, reply }) => reply(200, `The cake is real, ${user.name}.\n`),
})

/** A streamed response; it stops when the client leaves. */
export const count = route({
  method: 'GET',
  path: '/count/:to',
  responses: { 200: stream('text/plain; charset=utf-8') },
  handler: ({ params, reply }) => reply(200, numbers(Math.min(Number(params.to) || 0, 100))),
})

async function* numbers(to: number): AsyncGenerator<string> {
  for (let number = 1; number <= to; number++) {
    yield `${String(number)}\n`
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
