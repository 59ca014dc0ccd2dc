import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { addUser, findUser, NewUser, UserQuery } from './data.ts'
import { report } from './report.ts'

const limit = 1_048_576

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  if (request.method === 'GET' && pathname === '/health') {
    return send(response, 200, { status: 'ok' })
  }
  const id = /^\/users\/([^/]+)$/.exec(pathname)?.[1]
  if (request.method === 'GET' && id !== undefined) {
    const query = UserQuery.safeParse(Object.fromEntries(searchParams))
    if (!query.success) return send(response, 422, { errors: query.error.issues })
    return send(response, 200, findUser(decodeURIComponent(id), query.data.fields))
  }
  if (request.method === 'POST' && pathname === '/users') return readJson(request, response)
  send(response, 404, { error: 'not found' })
})

function readJson(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  let length = 0
  request.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > limit) send(response.setHeader('connection', 'close'), 413, { error: 'too large' })
    else chunks.push(chunk)
  })
  request.on('end', () => {
    if (length > limit) return
    try {
      create(response, JSON.parse(Buffer.concat(chunks).toString('utf8')))
    } catch {
      send(response, 400, { error: 'invalid JSON' })
    }
  })
}

function create(response: ServerResponse, value: unknown): void {
  const body = NewUser.safeParse(value)
  if (!body.success) return send(response, 422, { errors: body.error.issues })
  const user = addUser(body.data)
  send(response.setHeader('location', `/users/${user.id}`), 201, user)
}

function send(response: ServerResponse, status: number, value: unknown): void {
  const text = JSON.stringify(value)
  response.statusCode = status
  response.setHeader('content-type', 'application/json')
  response.setHeader('content-length', Buffer.byteLength(text))
  response.end(text)
}

report(server.listen(0, '127.0.0.1'))
