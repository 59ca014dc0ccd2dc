import { route, text } from '@gimbal/core'
import { bearer } from '@gimbal/core/middleware'

import { fields } from './schemas.ts'

const TOKEN = 'kit-token-0123456789'

const signedIn = bearer({
  verify: (token: string) => (token === TOKEN ? { name: 'Ada' } : undefined),
})

const guarded = route.with({ prefix: '/me', guards: { user: signedIn } })

export const getMe = guarded({
  method: 'GET',
  path: '',
  responses: { 200: fields({ name: 'text' }) },
  handler: ({ user, reply }) => reply(200, user),
})

export const getMyAvatar = guarded({
  method: 'GET',
  path: '/avatar',
  responses: { 200: text() },
  handler: ({ reply }) =>
    reply(200, 'cached', { headers: { 'cache-control': 'private, max-age=60' } }),
})

export const postMe = guarded({
  method: 'POST',
  path: '',
  body: fields({ name: 'text' }),
  responses: { 200: fields({ name: 'text' }) },
  handler: ({ body, reply }) => reply(200, body),
})
