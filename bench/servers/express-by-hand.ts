import express from 'express'
import { addUser, findUser, NewUser, UserQuery } from './data.ts'
import { report } from './report.ts'

const app = express()
app.use(express.json())

app.get('/health', (_request, response) => {
  response.json({ status: 'ok' })
})

app.get('/users/:id', (request, response) => {
  const query = UserQuery.safeParse(request.query)
  if (!query.success) return void response.status(422).json({ errors: query.error.issues })
  response.json(findUser(request.params.id, query.data.fields))
})

app.post('/users', (request, response) => {
  const body = NewUser.safeParse(request.body)
  if (!body.success) return void response.status(422).json({ errors: body.error.issues })
  const user = addUser(body.data)
  response.status(201).location(`/users/${user.id}`).json(user)
})

report(app.listen(0, '127.0.0.1'))
