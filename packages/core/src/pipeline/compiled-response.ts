import { assertStrips } from '../contract/assert-strips.ts'
import type { BodyType } from '../contract/body-type.ts'
import { jsonType } from '../contract/json-body.ts'
import type { RedirectSpec, ResponseMap, ResponseSpec } from '../contract/declarations.ts'
import { isSchema, type Validator } from '../contract/schema.ts'
import { assertStatus } from '../errors/assertions.ts'
import type { ReplyHeaders } from '../errors/http-error.ts'

/** A declared response, compiled for `reply` and for validation. */
export interface CompiledResponse {
  readonly status: number
  readonly kind?: 'problem' | 'empty' | 'redirect'
  /** The type of its body, if it has one. */
  readonly locationOf?: RedirectSpec['locationOf']
  readonly type?: BodyType
  readonly validator?: Validator
  readonly contentType?: string | undefined
  /** Default headers; the handler may replace them. */
  readonly headers?: ReplyHeaders
}

/** Compiles declared responses. Throws for a bad status, or a schema that may pass on unknown keys. */
export function compileResponses(where: string, responses: ResponseMap): CompiledResponse[] {
  return Object.entries(responses as Readonly<Record<string, ResponseSpec>>).map(([key, spec]) => {
    const status = Number(key)
    assertStatus(`${where}: status ${key}`, status)
    if (!isSchema(spec)) return { ...spec, status }
    assertStrips(spec, `${where}, ${key}`)
    return { type: jsonType, validator: spec['~standard'], status }
  })
}

/** Finds the declared response of a status. A list: a route has few, so a map would be slower. */
export function findResponse(
  responses: readonly CompiledResponse[],
  status: number | undefined,
): CompiledResponse | undefined {
  return responses.find((each) => each.status === status)
}
