// One namespace import: `import { z }` keeps all of zod in a Worker's bundle.
import * as z from 'zod'
import { readCursor } from './cursor.ts'
import { readId } from './id.ts'
import { hasControl, isAtLeast, isAtMost, isEmail, isVisible, utf8Length } from './text-rules.ts'

const Name = z
  .string()
  .trim()
  .superRefine(
    firstBroken(
      [(text) => isAtLeast(text, 1) && isAtMost(text, 100), 'expected 1 to 100 characters'],
      [(text) => !hasControl(text), 'expected no control characters'],
      [isVisible, 'expected a visible character'],
    ),
  )

const Email = z
  .string()
  .superRefine(
    firstBroken(
      [(text) => isAtMost(text, 254), 'expected at most 254 characters'],
      [isEmail, 'expected an e-mail address without invisible or compatibility characters'],
    ),
  )

/** A password to verify; if it is too short, it is just wrong. */
const GivenPassword = z
  .string()
  .refine((text) => utf8Length(text) <= 1024, 'expected at most 1024 bytes')
  .refine((text) => !text.includes('\0'), 'expected no NUL character')

const NewPassword = GivenPassword.refine(
  (text) => isAtLeast(text, 8),
  'expected at least 8 characters',
)

export const NewUser = z.strictObject({ name: Name, email: Email, password: NewPassword })

export const Credentials = z.strictObject({ email: Email, password: GivenPassword })

export const UserChanges = z
  .strictObject({
    name: Name.optional(),
    email: Email.optional(),
    password: NewPassword.optional(),
    currentPassword: GivenPassword.optional(),
  })
  .refine(
    ({ email, password, currentPassword }) =>
      currentPassword !== undefined || (email === undefined && password === undefined),
    {
      path: ['currentPassword'],
      error: 'expected the current password beside a new e-mail or password',
      // Reported together with the other issues.
      when: ({ value }) => typeof value === 'object' && value !== null,
    },
  )

export const AccountDeletion = z.strictObject({ currentPassword: GivenPassword })

export const RowId = z.object({ id: z.string().transform(orIssue(readId, 'expected an id')) })

export const Page = z.object({
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|100)$/, 'expected a number from 1 to 100')
    .transform(Number)
    .default(20),
  cursor: z.string().transform(orIssue(readCursor, 'expected a cursor of this list')).default(0),
})

export const User = z.object({
  id: z.int(),
  name: z.string(),
  email: z.string(),
  createdAt: z.iso.datetime(),
})

export const PublicUser = z.object({ id: z.int(), name: z.string() })

export const UserPage = z.object({
  data: z.array(PublicUser),
  nextCursor: z.string().nullable(),
})

export const Session = z.object({
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  expiresIn: z.int(),
})

export const SessionPage = z.object({
  data: z.array(
    z.object({
      id: z.int(),
      createdAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
      current: z.boolean(),
    }),
  ),
  nextCursor: z.string().nullable(),
})

type Rule = readonly [isKept: (text: string) => boolean, message: string]

/** Reports one message for a text, even if it breaks several rules. */
function firstBroken(...rules: readonly Rule[]) {
  return (text: string, context: z.core.$RefinementCtx<string>): void => {
    const broken = rules.find(([isKept]) => !isKept(text))
    if (broken) context.addIssue({ code: 'custom', message: broken[1], input: text })
  }
}

function orIssue<Value>(read: (text: string) => Value | undefined, message: string) {
  return (text: string, context: z.core.$RefinementCtx<string>): Value => {
    const value = read(text)
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message, input: text })
    return z.NEVER
  }
}
