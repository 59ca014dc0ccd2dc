import { checkJson } from '../http/json.ts'
import { parseForm, toRecord } from '../http/query.ts'
import { type In, type Out, type Schema, schemaToJson } from './schema.ts'
import type { BodySpec, BodyType } from './body-type.ts'
import { isText } from './content-type.ts'

const FORM = 'application/x-www-form-urlencoded'

/** The fields of an HTML form, parsed like a query string. */
export const formType: BodyType = {
  name: 'form',
  contentType: FORM,
  accepts: (contentType, declared = FORM) => isText(contentType, (type) => type === declared),
  read: (bytes) => toRecord(parseForm(bytes)),
  fromParsed: (value) => {
    checkJson(value)
    return value
  },
  encode: (values) => serializeForm(values as object),
  jsonSchema: schemaToJson,
}

/** Serializes fields as a query string; an array repeats its name. */
export function serializeForm(values: object): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    for (const each of [value].flat()) if (each !== undefined) search.append(name, each as string)
  }
  return search.toString()
}

/** Declares an `application/x-www-form-urlencoded` body, parsed like a query string. */
export function form<S extends Schema>(schema: S): BodySpec<In<S>, Out<S>> {
  return { type: formType, schema } as never
}
