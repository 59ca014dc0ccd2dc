// What a handler gets of a request. Nothing here runs; it must compile.
import {
  bytes,
  noContent,
  form,
  json,
  route,
  stream,
  text,
  type ByteSource,
  type HeaderReader,
  type PathParams,
  type Query,
} from '@gimbal/core'
import { z } from 'zod'
import { same } from './equal.ts'
import { NewUser, UserView } from './sample.ts'

const responses = { 204: noContent }

// Params come from the path.
same<PathParams<'/'>, {}>()
same<PathParams<'/users/:id'>, { readonly id: string }>()
same<PathParams<'/a/:one/b/:two'>, { readonly one: string; readonly two: string }>()
same<PathParams<'/files/*'>, { readonly rest: readonly string[] }>()
same<PathParams<string>, { readonly [name: string]: string }>()

export const fromPath = route({
  method: 'GET',
  path: '/orgs/:org/files/*',
  responses,
  handler: ({ params, query, headers, body, reply }) => {
    same<typeof params, { readonly org: string; readonly rest: readonly string[] }>()
    same<typeof query, Query>()
    same<typeof headers, HeaderReader & {}>()
    same<typeof body, undefined>()
    same<Parameters<typeof reply>[0], 204>()
    return reply(204)
  },
})
same<(typeof fromPath)['~types']['path'], '/orgs/:org/files/*'>()
same<(typeof fromPath)['~types']['method'], 'GET'>()
same<(typeof fromPath)['~services'], {}>()

// Handlers get the output types of schemas, clients send the input types.
export const validated = route({
  method: 'POST',
  path: '/users/:id',
  params: z.object({ id: z.coerce.number<string>() }),
  query: z.object({ limit: z.coerce.number<string>().default(20), all: z.stringbool().optional() }),
  headers: z.object({ 'x-tenant': z.string() }),
  body: NewUser,
  responses: { 201: UserView },
  handler: ({ params, query, headers, body, reply }) => {
    same<typeof params, { id: number }>()
    same<typeof query, { limit: number; all?: boolean | undefined }>()
    same<(typeof headers)['x-tenant'], string>()
    same<ReturnType<typeof headers.get>, string | undefined>()
    same<typeof body, { name: string; born: Date }>()
    return reply(201, { id: params.id.toFixed(), name: body.name })
  },
})
same<
  (typeof validated)['~types'],
  {
    method: 'POST'
    path: '/users/:id'
    input: {
      readonly params: { id: string }
      readonly query?: { limit?: string | undefined; all?: string | undefined }
      readonly headers: { 'x-tenant': string }
      readonly body: { name: string; born: string }
    }
    responses: { readonly 201: { id: string; name: string } }
  }
>()

// Bodies that are not JSON, or JSON with another media type.
const bodyOf = { method: 'POST', path: '/body', responses } as const
export const textBody = route({
  ...bodyOf,
  body: text('text/csv'),
  handler: ({ body, reply }) => (same<typeof body, string>(), reply(204)),
})
export const bytesBody = route({
  ...bodyOf,
  body: bytes('image/png'),
  handler: ({ body, reply }) => (same<typeof body, Uint8Array>(), reply(204)),
})
export const streamBody = route({
  ...bodyOf,
  body: stream(),
  handler: ({ body, reply }) => (same<typeof body, AsyncIterable<Uint8Array>>(), reply(204)),
})
export const formBody = route({
  ...bodyOf,
  body: form(z.object({ age: z.coerce.number<string>() })),
  handler: ({ body, reply }) => (same<typeof body, { age: number }>(), reply(204)),
})
export const jsonBody = route({
  ...bodyOf,
  body: json(NewUser, 'application/merge-patch+json'),
  handler: ({ body, reply }) => (same<typeof body, { name: string; born: Date }>(), reply(204)),
})
type Sent<R extends { readonly '~types': { readonly input: unknown } }> = R['~types']['input']
same<Sent<typeof textBody>, { readonly body: string }>()
same<Sent<typeof bytesBody>, { readonly body: Uint8Array }>()
same<Sent<typeof streamBody>, { readonly body: ByteSource | Uint8Array | string }>()
same<Sent<typeof formBody>, { readonly body: { age: string } }>()
same<Sent<typeof jsonBody>, { readonly body: { name: string; born: string } }>()
