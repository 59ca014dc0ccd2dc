// The same contract with two other validators that implement Standard Schema.
import { form, problem, route, trustSchema, type In, type Out } from '@gimbal/core'
import { type } from 'arktype'
import * as v from 'valibot'
import { same } from './equal.ts'

// valibot
const ValibotUser = v.object({
  name: v.pipe(v.string(), v.minLength(1)),
  born: v.pipe(
    v.string(),
    v.transform((at) => new Date(at)),
  ),
  role: v.optional(v.picklist(['admin', 'member']), 'member'),
})
const ValibotView = v.object({ id: v.string(), born: v.date() })
same<
  In<typeof ValibotUser>,
  { name: string; born: string; role?: 'admin' | 'member' | undefined }
>()
same<Out<typeof ValibotUser>, { name: string; born: Date; role: 'admin' | 'member' }>()

export const withValibot = route({
  method: 'POST',
  path: '/users/:id',
  params: v.object({ id: v.pipe(v.string(), v.transform(Number)) }),
  query: v.object({ all: v.optional(v.string()) }),
  body: ValibotUser,
  responses: { 201: trustSchema(ValibotView), 409: problem('taken') },
  handler: ({ params, query, body, reply }) => {
    same<typeof params, { id: number }>()
    same<typeof query, { all?: string | undefined }>()
    same<typeof body, { name: string; born: Date; role: 'admin' | 'member' }>()
    return params.id > 9 ? reply(409, 'taken') : reply(201, { id: body.name, born: body.born })
  },
})
same<(typeof withValibot)['~types']['input']['params'], { id: string }>()
same<(typeof withValibot)['~types']['responses'][201], { id: string; born: string }>()

// arktype
const ArkUser = type({
  name: 'string > 0',
  'age?': 'number',
  born: 'string.date.parse',
}).onDeepUndeclaredKey('delete')
const ArkView = type({ id: 'string', role: "'admin' | 'member'" }).onDeepUndeclaredKey('delete')
same<In<typeof ArkUser>, { name: string; born: string; age?: number }>()
same<Out<typeof ArkUser>, { name: string; born: Date; age?: number }>()

export const withArktype = route({
  method: 'POST',
  path: '/users/:id',
  params: type({ id: 'string.numeric.parse' }),
  query: type({ 'all?': 'string' }),
  body: form(ArkUser),
  responses: { 201: ArkView, 409: problem('taken') },
  handler: ({ params, query, body, reply }) => {
    same<typeof params, { id: number }>()
    same<typeof query, { all?: string }>()
    same<typeof body, { name: string; born: Date; age?: number }>()
    return params.id > 9 ? reply(409, 'taken') : reply(201, { id: body.name, role: 'admin' })
  },
})
same<(typeof withArktype)['~types']['input']['params'], { id: string }>()
same<(typeof withArktype)['~types']['responses'][201], { id: string; role: 'admin' | 'member' }>()
