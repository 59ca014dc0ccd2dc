import type { AdapterRequest } from '../contract/adapter-types.ts'
import type { BodySpec, BodyType } from '../contract/body-type.ts'
import { bytesType } from '../contract/bytes-body.ts'
import { jsonType } from '../contract/json-body.ts'
import { textType } from '../contract/text-body.ts'
import { isSchema, type Schema } from '../contract/schema.ts'
import { bodyTooLarge } from '../errors/body-errors.ts'
import { coreError, type HttpError } from '../errors/http-error.ts'
import { parseMediaType } from '../http/media-type.ts'
import type { Exchange } from './exchange.ts'
import type { Step } from './exchange.ts'

/** How a body is read: by the `body` of a route, or by `json()`, `text()` or `bytes()`. */
export interface BodyReader {
  readonly type: BodyType
  readonly schema?: Schema | undefined
  /** The only accepted media type. @default the media types of `type` */
  readonly declared?: string | undefined
}

/** The readers of every request. */
export const readers: Readonly<Record<'json' | 'text' | 'bytes', BodyReader>> = {
  json: { type: jsonType },
  text: { type: textType },
  bytes: { type: bytesType },
}

/** Converts a route's `body` to a reader. A plain schema means JSON. */
export function bodyReaderFor(body: Schema | BodySpec | undefined): BodyReader | undefined {
  if (!body) return undefined
  if (isSchema(body)) return { type: jsonType, schema: body }
  const { type, schema, contentType } = body
  return { type, schema, declared: contentType && parseMediaType(contentType)?.type }
}

/** Compiles the step that reads a route's declared body: 400, 413, 415. */
export function compileBody(reader: BodyReader | undefined): Step {
  if (!reader) return ({ incoming, bodyLimit }) => checkLength(incoming, bodyLimit)
  const { readChunks } = reader.type
  return (exchange) => {
    const { incoming, bodyLimit: limit, request } = exchange
    checkContentType(incoming, reader)
    checkLength(incoming, limit)
    if (!readChunks) {
      return readWhole(exchange, reader).then((value) => void (request.body = value))
    }
    exchange.isStreamed = true
    // A middleware or a guard may have read the body already.
    const { bytes } = exchange
    const chunks = bytes ? [bytes as Uint8Array] : incoming.hasBody ? incoming.streamBody() : []
    request.body = readChunks(chunks, { limit, onEnd: () => (exchange.isBodyRead = true) })
    return undefined
  }
}

/**
 * Reads the body for `json()`, `text()` and `bytes()`. Throws 415 if the content type does not
 * match.
 */
export async function readBodyAs(exchange: Exchange, reader: BodyReader): Promise<unknown> {
  // Readers also work after a declared body was read, for example to check a signature of its bytes.
  if (!exchange.bytes) checkContentType(exchange.incoming, reader)
  return readWhole(exchange, reader)
}

async function readWhole(exchange: Exchange, { type }: BodyReader): Promise<unknown> {
  const { incoming, bodyLimit } = exchange
  const { method, parsedBody, hasBody } = incoming
  if (parsedBody) return type.fromParsed(parsedBody.value)
  if (exchange.isStreamed) throw new TypeError('a streamed body has no reader')
  // Content of GET and HEAD has no meaning (RFC 9110 §9.3.1); the host drops it.
  const isDropped = method === 'GET' || method === 'HEAD' || !hasBody
  const bytes = await (exchange.bytes ??= isDropped ? noBytes : incoming.readBody(bodyLimit))
  exchange.isBodyRead ||= bytes !== noBytes
  return type.read(bytes)
}

/** Throws 415 if the reader does not accept the content type or coding. */
function checkContentType(incoming: AdapterRequest, { type, declared }: BodyReader): void {
  if (!type.accepts(incoming.header('content-type') ?? '', declared)) {
    throw unsupported({ accept: declared ?? type.range ?? type.contentType })
  }
  if (type.takesCodings) return
  const coding = incoming.header('content-encoding') ?? 'identity'
  if (coding.toLowerCase() !== 'identity') throw unsupported({ 'accept-encoding': 'identity' })
}

/** Throws 413 before reading if the declared length is over the limit. */
function checkLength({ bodyLength = 0 }: AdapterRequest, limit: number): void {
  if (bodyLength > limit) throw bodyTooLarge()
}

function unsupported(headers: Record<string, string>): HttpError {
  return coreError('unsupported_media_type', { headers })
}

export const noBytes: Uint8Array = new Uint8Array()
