import { isThenable, thenOrNow } from '../async/then-or-now.ts'
import type { RouteData } from '../contract/route.ts'
import type { Schema, SchemaResult } from '../contract/schema.ts'
import { issuesOf, type Place } from '../contract/schema-issues.ts'
import { coreError } from '../errors/http-error.ts'
import { toRecord } from '../http/query.ts'
import type { Exchange } from './exchange.ts'
import type { Step } from './exchange.ts'

type Part = 'params' | Place

/**
 * Compiles the step that validates params (404), then query, headers and body (422, all issues
 * together).
 */
export function compileValidation(
  { params, query, headers }: RouteData,
  body: Schema | undefined,
): Step | undefined {
  const schemas = Object.entries({ params, query, headers, body }) as [Part, Schema?][]
  const parts = schemas.flatMap(([part, schema]) =>
    schema ? [[part, schema['~standard']] as const] : [],
  )
  if (parts.length === 0) return undefined
  const validateFrom = (exchange: Exchange, first: number): ReturnType<Step> => {
    for (let index = first; index < parts.length; index++) {
      const [part, validator] = parts[index]!
      const result = validator.validate(readPart(exchange, part))
      if (isThenable(result)) {
        return thenOrNow(result, (late) => {
          applyValidated(exchange, part, late)
          return validateFrom(exchange, index + 1)
        })
      }
      applyValidated(exchange, part, result)
    }
    if (exchange.issues) throw coreError('validation', { errors: exchange.issues })
    return undefined
  }
  return (exchange) => validateFrom(exchange, 0)
}

function readPart({ request, incoming }: Exchange, part: Part): unknown {
  if (part === 'query') return toRecord(request.query)
  return part === 'headers' ? toRecord(incoming.headerEntries()) : request[part]
}

/** Replaces the raw value by the validated one, or collects the issues. */
function applyValidated(
  exchange: Exchange,
  part: Part,
  { value, issues }: Partial<SchemaResult<unknown>> & { readonly value?: unknown },
): void {
  const { request } = exchange
  if (issues) {
    if (part === 'params') throw coreError('not_found')
    ;(exchange.issues ??= []).push(...issuesOf(part, issues))
  } else if (part === 'headers') {
    request.headers = { ...(value as object), get: request.headers.get }
  } else (request as Record<typeof part, unknown>)[part] = value
}
