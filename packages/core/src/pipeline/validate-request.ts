import { toRecord } from '../http/query.ts'
import type { RequestState } from './request-state.ts'
import type { RouteData } from '../contract/route.ts'
import type { Schema } from '../contract/schema.ts'
import type { Part } from '../contract/schema-issues.ts'

/** What is validated before the handler, in order. */
export function partsOf({ params, query, headers }: RouteData, body: Schema | undefined): Part[] {
  const schemas = Object.entries({ params, query, headers, body }) as [Part[0], Schema?][]
  return schemas.flatMap(([place, schema]) => (schema ? [[place, schema['~standard']]] : []))
}

/** What the schema of a part is given. */
export function readPart(request: RequestState, place: Part[0]): unknown {
  if (place === 'query') return toRecord(request.query)
  return place === 'headers' ? toRecord(request.adapterRequest.headerEntries()) : request[place]
}
