import fastify from 'fastify'
import type * as z from 'zod'
import { addUser, findUser, NewUser, UserQuery } from './data.ts'
import { report } from './report.ts'

const app = fastify()

app.setValidatorCompiler<z.ZodType>(({ schema }) => (value) => {
  const { data, error } = schema.safeParse(value)
  return error ? { error } : { value: data }
})
app.setErrorHandler((error: { validationContext?: string }, _request, reply) => {
  void reply.status(error.validationContext ? 422 : 500).send({ error: 'refused' })
})

app.get('/health', () => ({ status: 'ok' }))

app.get<{ Params: { id: string }; Querystring: z.infer<typeof UserQuery> }>(
  '/users/:id',
  { schema: { querystring: UserQuery } },
  (request) => findUser(request.params.id, request.query.fields),
)

app.post<{ Body: z.infer<typeof NewUser> }>(
  '/users',
  { schema: { body: NewUser } },
  (request, reply) => {
    const user = addUser(request.body)
    return reply.status(201).header('location', `/users/${user.id}`).send(user)
  },
)

await app.listen({ port: 0, host: '127.0.0.1' })
report(app.server)
