import { checkJson, parseJson } from '../http/json.ts'
import { mediaTypes, parseMediaType } from '../http/media-type.ts'
import { type In, type Out, type Schema, schemaToJson } from './schema.ts'
import type { BodySpec, BodyType } from './body-type.ts'
import { isText } from './content-type.ts'

/** JSON (RFC 8259). Input on which parsers disagree is refused. */
export const jsonType: BodyType = {
  name: 'json',
  contentType: mediaTypes.json,
  accepts: (contentType, declared = mediaTypes.json) =>
    contentType === declared || isText(contentType, (type) => type === declared),
  read: parseJson,
  fromParsed: (value) => {
    checkJson(value)
    return value
  },
  encode: serializeJson,
  jsonSchema: schemaToJson,
}

/** Serializes a value as JSON. Throws for a function or a BigInt. */
export function serializeJson(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined
  if (text === undefined) throw new TypeError(`${typeof value} cannot be sent as JSON`)
  return text
}

/**
 * Declares a JSON body with another media type than `application/json`.
 *
 * @example
 * body: json(Patch, 'application/merge-patch+json')
 */
export function json<S extends Schema>(schema: S, contentType: string): BodySpec<In<S>, Out<S>> {
  if (!parseMediaType(contentType)) {
    throw new TypeError(`json() takes a media type such as application/ld+json; got ${contentType}`)
  }
  return { type: jsonType, schema, contentType } as never
}
