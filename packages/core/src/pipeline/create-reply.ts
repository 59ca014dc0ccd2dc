import type { BodyType } from '../contract/body-type.ts'
import type { Answer, HttpResponse, ReplyOptions } from '../contract/http-response.ts'
import { coreError } from '../errors/http-error.ts'
import { addContentType, hasHeader, jsonHeaders, type Pairs } from '../http/headers.ts'
import { ignoreErrors, isByteSource } from '../streaming/byte-stream.ts'
import { type CompiledResponse, findResponse } from './compiled-response.ts'
import { isWireBody, problemResponse, toPairs } from './create-response.ts'

interface AllOptions extends ReplyOptions {
  readonly detail?: string
  readonly external?: boolean | readonly string[]
}

/** The response of a handler, before its body is validated and serialized. */
export type Reply = Omit<Answer, '~made by request.reply(…)'>

/** Returns true for a response of a guard's `reply`, false for the guard's value. */
export function isReply(value: unknown): value is Reply {
  return !!(value as { [made]?: true } | null | undefined)?.[made]
}

const made = Symbol('reply')

type CreateReply = (status: number, first?: unknown, options?: AllOptions) => Reply

/**
 * Creates the `reply` of a route or a guard from its declared responses. The second argument of
 * `reply` is the body, the code of a problem or the target of a redirect.
 */
export function createReply(
  responses: readonly CompiledResponse[],
  isGuard?: boolean,
): CreateReply {
  const create: CreateReply = (status, first, options) => {
    const declared = findResponse(responses, status)
    if (!declared) {
      const statuses = responses.map((each) => each.status).join(', ')
      throw new TypeError(`expected reply(${statuses}); got reply(${status})`)
    }
    const { kind, type, validator } = declared
    if (validator && !options) return { status, headers: jsonHeaders, body: first }
    if (type) return mediaReply(declared, type, { body: first, options })
    if (kind === 'problem') return problemResponse(status, { ...options, code: first as string })
    if (declared.locationOf) return redirectTo(declared, first as string, options)
    return { status, headers: toPairs(options), body: undefined }
  }
  // Only guards need the mark, which distinguishes a response from the guard's value.
  return isGuard ? (...given) => ({ ...create(...given), [made]: true }) : create
}

function redirectTo(
  { status, locationOf }: CompiledResponse,
  to: string,
  options?: AllOptions,
): HttpResponse {
  const location = locationOf!(to, options)
  if (location === undefined) throw coreError('bad_redirect')
  return { status, headers: toPairs({ ...options, location }), body: undefined }
}

function mediaReply(
  { status, contentType, validator, headers }: CompiledResponse,
  type: BodyType,
  { body: given, options }: { readonly body: unknown; readonly options?: AllOptions | undefined },
): Reply {
  // With a schema the value is encoded after validation.
  const body = validator ? given : type.encode(given)
  // Without this check, an object meant for a schema would be sent with all its members.
  if (!validator && !isWireBody(body)) {
    throw new TypeError(`expected ${type.name} for ${status}; got ${typeof given}`)
  }
  if (isByteSource(body)) ignoreErrors(body)
  const pairs: Pairs = toPairs(options)
  addContentType(pairs, contentType ?? type.contentType)
  for (const pair of toPairs({ headers })) if (!hasHeader(pairs, pair[0])) pairs.push(pair)
  return { status, headers: pairs, body, size: options?.size }
}
