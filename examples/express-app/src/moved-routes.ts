import { routeFor, guard, HttpError, problem } from '@gimbal/core'
import { z } from 'zod'
import type { Notes } from './notes.ts'
import type { User } from './user.ts'

/** The services that handlers use; the host provides them. */
export interface Services {
  readonly notes: Notes
  readonly user: User | undefined
}

const route = routeFor<Services>()

const signedIn = guard({
  responses: { 401: problem('unauthorized') },
  check: ({ reply }, { user }: Pick<Services, 'user'>) => user ?? reply(401, 'unauthorized'),
})

const Note = z.object({ id: z.int(), text: z.string(), author: z.string() })

export const listNotes = route({
  method: 'GET',
  path: '/notes',
  responses: { 200: z.object({ notes: z.array(Note) }) },
  handler: ({ reply }, { notes }) => reply(200, { notes: [...notes.all()] }),
})

export const addNote = route({
  method: 'POST',
  path: '/notes',
  guards: { caller: signedIn },
  body: z.strictObject({ text: z.string().min(1) }),
  responses: { 201: Note },
  handler: ({ body, caller, basePath, reply }, { notes }) => {
    const note = notes.add(body.text, caller.name)
    return reply(201, note, { location: `${basePath}/notes/${note.id}` })
  },
})

export const whoAmI = route({
  method: 'GET',
  path: '/me',
  responses: {
    200: z.object({
      ip: z.string().optional(),
      theme: z.string().optional(),
      user: z.object({ id: z.int(), name: z.string() }).optional(),
    }),
  },
  handler: ({ client, cookies, reply }, { user }) =>
    reply(200, { ip: client.ip, theme: cookies.get('theme'), user }),
})

export const exportNotes = route({
  method: 'POST',
  path: '/export',
  responses: { 200: z.object({ url: z.string() }) },
  handler: async ({ reply }) => {
    try {
      return reply(200, { url: await upload() })
    } catch (cause) {
      // The client learns that it may try again; the log has the reason.
      throw new HttpError(503, { code: 'storage_unavailable', cause })
    }
  },
})

async function upload(): Promise<string> {
  throw new Error('connect ECONNREFUSED storage:9000')
}
