import type { Awaitable } from '../async/awaitable.ts'
import type { ResponseMap } from '../contract/declarations.ts'
import type { Guard, GuardData, GuardRequest } from '../contract/guard.ts'
import type { Answer } from '../contract/http-response.ts'
import { validateResponse } from './call-handler.ts'
import { compileResponses } from './compiled-response.ts'
import { createReply, isReply } from './create-reply.ts'
import type { Step } from './exchange.ts'
import { assertGuardValue } from './guard-result.ts'
import { noStore } from './no-store.ts'
import { isReserved } from './request-view.ts'

/**
 * Creates a guard. It replies with one of its declared responses, or returns the value that handlers
 * find on the request under the guard's name. If it returns a falsy value, the response is 500.
 *
 * @example
 * const tenant = guard({
 *   responses: { 404: problem('no_tenant') },
 *   check: async ({ headers, reply }, { db }: { db: Db }) =>
 *     (await db.tenant(headers.get('x-tenant') ?? '')) ?? reply(404, 'no_tenant'),
 * })
 */
export function guard<const Responses extends ResponseMap, Result, Services = {}>(spec: {
  readonly responses: Responses
  readonly check: (request: GuardRequest<Responses>, services: Services) => Awaitable<Result>
  /** Returns the id of the account for the log; not a name or an address. */
  readonly subject?: (value: Exclude<Result, Answer>) => string | number | undefined
}): Guard<Exclude<Result, Answer>, Responses, Services> {
  return {
    ...spec,
    compile: (name: string, where: string) => compileGuard(spec, name, where),
  } as never
}

type Check = (request: unknown, services: unknown) => unknown
type Subject = ((found: unknown) => string | number | undefined) | undefined

/** Compiles the step that runs a guard: its response ends the route, its value is put on the request. */
function compileGuard(
  guard: Pick<GuardData, 'check' | 'responses' | 'subject'>,
  name: string,
  where: string,
): Step {
  assertFree(where, name)
  const named = `guard '${name}' of ${where}`
  const check = guard.check as Check
  const subject = guard.subject as Subject
  const responses = compileResponses(named, guard.responses)
  const reply = createReply(responses, true)
  return async (exchange, services) => {
    const { request } = exchange
    exchange.reply = reply
    const found = await check(request, services)
    if (isReply(found)) return noStore(await validateResponse(responses, found, named))
    if (exchange.incoming.hasResponse) {
      throw new TypeError(`${named} wrote to the host's own response`)
    }
    assertGuardValue(named, found)
    ;(request as unknown as Record<string, unknown>)[name] = found
    exchange.subject ??= subject?.(found)?.toString()
    return undefined
  }
}

/** Throws if a guard has the name of a request field; TypeScript reports this too. */
function assertFree(where: string, guard: string): void {
  if (!isReserved(guard)) return
  throw new TypeError(
    `${where}: a guard cannot be called '${guard}', which is a field of the request`,
  )
}
