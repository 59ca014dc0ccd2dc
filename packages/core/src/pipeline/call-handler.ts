import type { Awaitable } from '../async/awaitable.ts'
import { thenOrNow } from '../async/then-or-now.ts'
import { serializeJson } from '../contract/json-body.ts'
import type { BodyContext } from '../contract/body-type.ts'
import type { HttpResponse } from '../contract/http-response.ts'
import { issuesOf } from '../contract/schema-issues.ts'
import { assertObject } from '../errors/assertions.ts'
import { type CompiledResponse, findResponse } from './compiled-response.ts'
import { createReply, type Reply } from './create-reply.ts'
import { serializeResponse } from './create-response.ts'
import type { Endpoint, Exchange } from './exchange.ts'

/** Compiles the step that calls the handler, then validates and serializes its response. */
export function compileHandler(
  handler: (request: never, services: never) => Awaitable<unknown>,
  responses: readonly CompiledResponse[],
  where: string,
): Endpoint {
  const reply = createReply(responses)
  const finish = (made: unknown): Awaitable<HttpResponse> =>
    validateResponse(responses, made as Reply, where)
  const isBound = responses.some(({ type }) => type?.bind)
  return (exchange, services) => {
    exchange.reply = reply
    const made = handler(exchange.request as never, services as never)
    const bound = isBound ? thenOrNow(made, (reply) => bindBody(responses, reply, exchange)) : made
    return thenOrNow(bound, finish)
  }
}

/** Ties a streamed body to its request, for body types that need it. */
function bindBody(
  responses: readonly CompiledResponse[],
  made: unknown,
  exchange: Exchange,
): unknown {
  const { status, body } = (made ?? {}) as Partial<Reply>
  const bind = findResponse(responses, status)?.type?.bind
  if (!bind) return made
  const context: BodyContext = {
    onDrain: (listener) => exchange.options.drain?.onDrain(listener) ?? (() => undefined),
    abort: (reason) => exchange.abort(reason),
  }
  return { ...(made as Reply), body: bind(body, context) }
}

/** Validates a response, removes keys that its declared schema does not name, and serializes it. */
export function validateResponse(
  responses: readonly CompiledResponse[],
  made: Reply,
  where: string,
): Awaitable<HttpResponse> {
  assertObject(where, made)
  const { status, headers } = made
  const validator = findResponse(responses, status)?.validator
  if (!validator) return serializeResponse(made)
  return thenOrNow(validator.validate(made.body), (result) => {
    if (!result.issues) return { status, headers, body: serializeJson(result.value) }
    const { path, message } = issuesOf('body', result.issues)[0]!
    throw new TypeError(`${where}: ${status} breaks its schema: ${path.join('.')} ${message}`)
  })
}
