import { HttpError } from '../errors/http-error.ts'
import type { AdapterRequest } from '../contract/adapter-types.ts'
import { checkJson, parseJson } from '../http/json.ts'
import { mediaTypes, parseMediaType } from '../http/media-type.ts'
import { parseForm, toRecord } from '../http/query.ts'
import { isSchema, type Schema } from '../contract/schema.ts'
import type { BodySpec } from '../contract/declarations.ts'
import type { ByteSource } from '../contract/http-response.ts'
import { decodeUtf8, toBytes } from '../http/text.ts'
import type { Exchange } from './exchange.ts'
import type { Step } from './step.ts'
import { bodyTooLarge } from '../errors/body-errors.ts'

/** How a body is read: what `body` of a route declares, or what a reader asks for. */
export interface BodyReader {
  readonly kind: BodySpec['kind']
  readonly schema?: Schema | undefined
  /** The one media type that fits; for `text` and `bytes` without one, any of their kind. */
  readonly contentType?: string | undefined
}

/** The plans of the readers that every request has. */
export const readers: Readonly<Record<'json' | 'text' | 'bytes', BodyReader>> = {
  json: { kind: 'json', contentType: mediaTypes.json },
  text: { kind: 'text' },
  bytes: { kind: 'bytes' },
}

/** Turns a route's `body` into a reader, once. */
export function bodyReaderFor(body: Schema | BodySpec | undefined): BodyReader | undefined {
  if (!body) return undefined
  if (isSchema(body)) return { ...readers.json, schema: body }
  const { kind, schema } = body
  const fallback = kind === 'form' || kind === 'json' ? mediaTypes[kind] : ''
  return { kind, schema, contentType: parseMediaType(body.contentType ?? fallback)?.type }
}

/** 415 when the request's content is not of the plan's kind. */
export function checkMediaType(host: AdapterRequest, { kind, contentType }: BodyReader): void {
  const given = host.header('content-type') ?? ''
  if (kind === 'bytes' || kind === 'stream') {
    // A type that is repeated or follows no grammar may pass; its first word counts.
    const type = FIRST_TYPE.exec(given.toLowerCase())![1]!
    if (type.startsWith('multipart/') || (contentType && type !== contentType)) {
      throw unsupported({ accept: contentType ?? mediaTypes.bytes })
    }
    return
  }
  if (given !== contentType) {
    const { type = '', charset = 'utf-8' } = parseMediaType(given) ?? {}
    const fits = contentType ? type === contentType : type.startsWith('text/')
    if (!fits || charset !== 'utf-8') throw unsupported({ accept: contentType ?? 'text/*' })
  }
  if ((host.header('content-encoding') ?? 'identity').toLowerCase() !== 'identity') {
    throw unsupported({ 'accept-encoding': 'identity' })
  }
}

/** 413 before anything is read, when the declared length is over the limit. */
export function checkLength({ bodyLength = 0 }: AdapterRequest, limit: number): void {
  if (bodyLength > limit) throw bodyTooLarge()
}

/** Makes of the bytes what the plan's schema validates. */
export function parseBody({ kind }: BodyReader, bytes: Uint8Array): unknown {
  if (kind === 'json') return parseJson(bytes)
  if (kind === 'form') return toRecord(parseForm(bytes))
  return kind === 'text' ? decodeUtf8(bytes) : bytes
}

/** Takes over what a parser in front of us made of the body: its bytes are gone. */
export function acceptParsed(plan: BodyReader, value: unknown): unknown {
  const { kind } = plan
  if (kind === 'json' || kind === 'form') {
    checkJson(value)
    return value
  }
  if (value instanceof Uint8Array) return parseBody(plan, value)
  if (kind === 'text' && typeof value === 'string') return value
  throw new Error('raw_body_unavailable: its parser needs keepRawBody')
}

/** Counts a streamed body: over the limit it throws, as it does where the body was cut short. */
export async function* limitStream(
  chunks: ByteSource | Iterable<Uint8Array>,
  limit: number,
  onEnd: () => void,
): AsyncGenerator<Uint8Array> {
  let left = limit
  for await (const chunk of chunks) {
    const bytes = toBytes(chunk)
    left -= bytes.length
    if (left < 0) throw bodyTooLarge()
    yield bytes
  }
  onEnd()
}

function unsupported(headers: Record<string, string>): HttpError {
  return new HttpError(415, { headers })
}

const FIRST_TYPE = /^[\s,;]*([^\s,;]*)/

export const noBytes: Uint8Array = new Uint8Array()

/** Compiles the step that reads a route's declared body: 400, 413, 415. */
export function compileBody(reader: BodyReader | undefined): Step {
  if (!reader) return ({ incoming, bodyLimit }) => checkLength(incoming, bodyLimit)
  return (exchange) => {
    const { incoming, bodyLimit, request } = exchange
    checkMediaType(incoming, reader)
    checkLength(incoming, bodyLimit)
    if (reader.kind !== 'stream') {
      return readParsed(exchange, reader).then((value) => void (request.body = value))
    }
    exchange.isStreamed = true
    const chunks = incoming.hasBody ? incoming.streamBody() : []
    request.body = limitStream(chunks, bodyLimit, () => (exchange.isBodyRead = true))
    return undefined
  }
}

/** Reads the body for `json()`, `text()` and `bytes()`. Throws 415 if the content type does not match. */
export async function readBodyAs(exchange: Exchange, reader: BodyReader): Promise<unknown> {
  // After a declared body was read, a reader returns its bytes: a signature is checked on them.
  if (!exchange.bytes) checkMediaType(exchange.incoming, reader)
  return readParsed(exchange, reader)
}

async function readParsed(exchange: Exchange, reader: BodyReader): Promise<unknown> {
  const { incoming, bodyLimit } = exchange
  const { method, parsedBody, hasBody } = incoming
  if (parsedBody) return acceptParsed(reader, parsedBody.value)
  if (exchange.isStreamed) throw new TypeError('a streamed body has no reader')
  // Content of GET and HEAD means nothing (RFC 9110 §9.3.1): the host drops it.
  const isDropped = method === 'GET' || method === 'HEAD' || !hasBody
  const bytes = await (exchange.bytes ??= isDropped ? noBytes : incoming.readBody(bodyLimit))
  exchange.isBodyRead ||= bytes !== noBytes
  return parseBody(reader, bytes)
}
