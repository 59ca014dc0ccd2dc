import type { Guard } from '../contract/guard.ts'
import { guard } from '../pipeline/guard.ts'
import type { Awaitable } from '../async/awaitable.ts'
import { problem, type ProblemSpec } from '../contract/declarations.ts'
import type { BaseRequest } from '../contract/types.ts'

export interface BearerOptions<Value, Services> {
  /** Returns the user of a token, or a falsy value if the token is invalid. */
  readonly verify: (token: string, services: Services, request: BaseRequest) => Awaitable<Value>
  /** In characters; a longer token is refused without `verify`. @default 4096 */
  readonly maxTokenLength?: number
  /** Returns the id of the account for the log; not a name or an address. */
  readonly subject?: (value: NonNullable<Value>) => string | number | undefined
}

/** The responses of the guard. */
export type BearerResponses = {
  readonly 401: ProblemSpec<'unauthorized' | 'invalid_token'>
}

/**
 * Creates a guard for `Authorization: Bearer …` (RFC 6750); its value is the result of `verify`.
 *
 * @example
 * export const signedIn = bearer({
 *   verify: (token, { db }: { db: Db }) => db.userOfToken(token),
 * })
 */
export function bearer<Value, Services = {}>(
  options: BearerOptions<Value, Services>,
): Guard<NonNullable<Value>, BearerResponses, Services> {
  const { verify, maxTokenLength = 4096, subject } = options
  return guard({
    responses: { 401: problem('unauthorized', 'invalid_token') },
    ...(subject ? { subject } : {}),
    check: async (request, services: Services) => {
      const { headers, reply } = request
      const header = headers.get('authorization')
      if (header === undefined) {
        return reply(401, 'unauthorized', { headers: { 'www-authenticate': 'Bearer' } })
      }
      const token = header.length > maxTokenLength + 16 ? undefined : credentials.exec(header)?.[1]
      const found =
        token === undefined || token.length > maxTokenLength
          ? undefined
          : await verify(token, services, request)
      // `false` and the empty string are not users either.
      if (found) return found
      return reply(401, 'invalid_token', {
        headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      })
    },
  })
}

// `b64token` of RFC 6750 §2.1. A repeated header has a comma, which the pattern does not match.
const credentials = /^bearer +([\w.~+/-]+=*)$/i
