import type { Answer, HttpResponse, ReplyOptions } from '../contract/http-response.ts'
import { badRequest } from '../errors/http-error.ts'
import { hasHeader, jsonHeaders, type Pairs } from '../http/headers.ts'
import { locationOf } from '../http/location.ts'
import { mediaTypes } from '../http/media-type.ts'
import { ignoreErrors, isByteSource } from '../streaming/byte-stream.ts'
import { type CompiledResponse, findResponse } from './compiled-response.ts'
import { isWireBody, problemResponse, toPairs, withContentType } from './create-response.ts'

interface AllOptions extends ReplyOptions {
  readonly detail?: string
  readonly external?: boolean
}

/** A response as a handler made it: its body is not yet validated and serialized. */
export type Reply = Omit<Answer, '~made by request.reply(…)'>

/** Tells what `reply` made from a guard's value. */
export function isReply(value: unknown): value is Reply {
  return !!(value as { [made]?: true } | null | undefined)?.[made]
}

const made = Symbol('reply')

type CreateReply = (status: number, first?: unknown, options?: AllOptions) => Reply

/**
 * Builds `reply` for the declared responses of a route or a guard, once. Its second argument is the
 * body, the code of a problem or the target of a redirect.
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
    const { kind, validator } = declared
    if (validator) {
      return options
        ? { status, headers: withContentType(toPairs(options), mediaTypes.json), body: first }
        : { status, headers: jsonHeaders, body: first }
    }
    switch (kind) {
      case 'problem':
        return problemResponse(status, { ...options, code: first as string })
      case 'empty':
        return { status, headers: toPairs(options), body: undefined }
      case 'redirect':
        return redirectTo(status, first as string, options)
      default:
        return mediaReply(declared, first, options)
    }
  }
  // Only a guard's reply has to be told from its value.
  return isGuard ? (...given) => ({ ...create(...given), [made]: true }) : create
}

function redirectTo(status: number, to: string, options?: AllOptions): HttpResponse {
  const location = locationOf(to, options)
  if (location === undefined) throw badRequest('bad_redirect')
  return { status, headers: toPairs({ ...options, location }), body: undefined }
}

function mediaReply(declared: CompiledResponse, first: unknown, options?: AllOptions): Reply {
  const { status, kind, contentType, encode } = declared
  const body = encode ? encode(first) : first
  // A row that was meant for a schema must not be sent with all its columns.
  if (!isWireBody(body)) throw new TypeError(`expected ${kind} for ${status}; got ${typeof first}`)
  if (isByteSource(body)) ignoreErrors(body)
  const headers = withContentType(toPairs(options), contentType ?? mediaTypes[kind as 'text'])
  const all: Pairs = headers.map(([name, value]) => [name, value])
  for (const pair of toPairs(declared)) if (!hasHeader(all, pair[0])) all.push(pair)
  return { status, headers: all, body, size: options?.size }
}
