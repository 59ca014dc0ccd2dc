import * as z from 'zod'

/** The schemas and the one user that all servers share. */
export const Field = z.enum(['name', 'email', 'age'])
export const UserQuery = z.object({
  fields: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(Field))
    .optional(),
})
export const NewUser = z.object({
  name: z.string().min(1).max(100),
  email: z.email(),
  age: z.number().int().min(0).optional(),
})
export const UserView = z.object({
  id: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
  age: z.number().optional(),
})
export const Health = z.object({ status: z.literal('ok') })

type Fields = readonly z.infer<typeof Field>[]

const ada = { name: 'Ada Lovelace', email: 'ada@example.com', age: 36 }

export function findUser(id: string, fields: Fields = Field.options): z.infer<typeof UserView> {
  const user: Record<string, unknown> = { id }
  for (const field of fields) user[field] = ada[field]
  return user as z.infer<typeof UserView>
}

export function addUser(user: z.infer<typeof NewUser>): z.infer<typeof UserView> & { id: string } {
  return { id: '42', ...user }
}
