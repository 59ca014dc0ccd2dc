import { guard, type Guard } from '../contract/guard.ts'
import type { Awaitable } from '../async/awaitable.ts'
import { problem, type ProblemSpec } from '../contract/declarations.ts'
import type { BaseRequest } from '../contract/types.ts'

export interface BearerOptions<Value, Services> {
  /** Gives the user of a token; `undefined`, or anything else that is falsy, for a token that is none. */
  readonly verify: (token: string, services: Services, request: BaseRequest) => Awaitable<Value>
  /** In characters; a longer one is refused unseen. @default 4096 */
  readonly maxTokenLength?: number
  /** Names who asks, for the log: an account's id, no name and no address. */
  readonly subject?: (value: NonNullable<Value>) => string | number | undefined
}

/** What the guard itself answers. */
export type BearerResponses = {
  readonly 401: ProblemSpec<'unauthorized' | 'invalid_token'>
}

/**
 * A guard for `Authorization: Bearer …` (RFC 6750); the handler finds what `check` gives.
 *
 * @example
 * export const signedIn = bearer({
 *   check: (token, { db }: { db: Db }) => db.userOfToken(token),
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
      // `false`, an empty text and the like are no user either.
      if (found) return found
      return reply(401, 'invalid_token', {
        headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      })
    },
  })
}

// `b64token` of RFC 6750 §2.1; a repeated header arrives joined by a comma, which is none of it.
const credentials = /^bearer +([\w.~+/-]+=*)$/i
