import { HttpError } from './error.ts'
import type { HostRequest } from './host-types.ts'
import { checkJson, parseJson } from './json.ts'
import { parseMediaType } from './media.ts'
import { toRecord } from './query.ts'
import { isSchema, type Schema } from './schema.ts'
import type { BodySpec } from './spec.ts'
import { decodeUtf8, parseForm } from './text.ts'

/** How a body is read: what `body` of a route declares, or what a reader asks for. */
export interface BodyPlan {
  readonly kind: BodySpec['kind']
  readonly schema: Schema | undefined
  /** The one media type that fits; for `text` and `bytes` without one, any of their kind. */
  readonly contentType: string | undefined
}

/** The plans of the readers that every request has. */
export const readers: Readonly<Record<'json' | 'text' | 'bytes', BodyPlan>> = {
  json: { kind: 'json', schema: undefined, contentType: 'application/json' },
  text: { kind: 'text', schema: undefined, contentType: undefined },
  bytes: { kind: 'bytes', schema: undefined, contentType: undefined },
}

/** Turns a route's `body` into a plan, once. */
export function planOf(body: Schema | BodySpec | undefined): BodyPlan | undefined {
  if (body === undefined) return undefined
  if (isSchema(body)) return { ...readers.json, schema: body }
  const { kind, schema, contentType = defaultType[kind] } = body
  return { kind, schema, contentType: contentType && parseMediaType(contentType)?.type }
}

const defaultType: Partial<Record<BodySpec['kind'], string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
}

/** 415 when the request's content is not of the plan's kind. */
export function checkMediaType(host: HostRequest, plan: BodyPlan): void {
  const given = host.header('content-type')
  const { kind, contentType } = plan
  if (kind === 'bytes' || kind === 'stream') {
    const type = given === undefined ? undefined : /^[^;,\s]*/.exec(given)![0].toLowerCase()
    if (type?.startsWith('multipart/') || (contentType && type !== contentType)) {
      throw unsupported({ accept: contentType ?? 'application/octet-stream' })
    }
    return
  }
  if (given === undefined || given !== contentType) {
    const media = given === undefined ? undefined : parseMediaType(given)
    const fits = contentType ? media?.type === contentType : media?.type.startsWith('text/')
    if (!fits || (media!.charset !== undefined && media!.charset !== 'utf-8')) {
      throw unsupported({ accept: contentType ?? 'text/*' })
    }
  }
  const coding = host.header('content-encoding')
  if (coding !== undefined && coding.toLowerCase() !== 'identity') {
    throw unsupported({ 'accept-encoding': 'identity' })
  }
}

/** 413 before anything is read, when the declared length is over the limit. */
export function checkLength(host: HostRequest, limit: number): void {
  if (host.bodyLength !== undefined && host.bodyLength > limit) throw bodyTooLarge()
}

/** Makes of the bytes what the plan's schema validates. */
export function parseBody(plan: BodyPlan, bytes: Uint8Array): unknown {
  switch (plan.kind) {
    case 'json':
      return parseJson(bytes)
    case 'form':
      return toRecord(parseForm(bytes))
    case 'text':
      return decodeUtf8(bytes)
    case 'bytes':
    case 'stream':
      return bytes
  }
}

/** Takes over what a parser in front of us made of the body: its bytes are gone. */
export function adoptParsed(plan: BodyPlan, value: unknown): unknown {
  if (plan.kind === 'text' && typeof value === 'string') return value
  if ((plan.kind === 'bytes' || plan.kind === 'text') && value instanceof Uint8Array) {
    return parseBody(plan, value)
  }
  if (plan.kind === 'json' || plan.kind === 'form') {
    checkJson(value)
    return value
  }
  throw new Error(
    'raw_body_unavailable: a body parser in front of the app kept no bytes; ' +
      'pass `verify: keepRawBody` to it or mount the app before it',
  )
}

/** Counts a streamed body: over the limit it throws, as it does where the body was cut short. */
export async function* limited(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
  onEnd: () => void,
): AsyncGenerator<Uint8Array> {
  let left = limit
  for await (const chunk of chunks) {
    left -= chunk.length
    if (left < 0) throw bodyTooLarge()
    yield chunk
  }
  onEnd()
}

/** The error for a body over its limit. */
export function bodyTooLarge(): HttpError {
  return new HttpError(413)
}

/** The error for a body that ended before its declared length or its last chunk. */
export function incompleteBody(): HttpError {
  return new HttpError(400, { code: 'incomplete_body' })
}

function unsupported(headers: Record<string, string>): HttpError {
  return new HttpError(415, { headers })
}

export const noBytes: Uint8Array = new Uint8Array()
