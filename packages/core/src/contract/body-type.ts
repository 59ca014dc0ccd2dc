import type { ByteSource } from './http-response.ts'
import type { Schema } from './schema.ts'

/** How one type of body is read and sent. Each type has a file in this folder. */
export interface BodyType {
  /** For error messages. */
  readonly name: string
  /** The media type of responses, unless the route names one. */
  readonly contentType: string
  /** The `accept` header of a 415, unless the route names a media type. @default `contentType` */
  readonly range?: string
  /** Whether a content coding is accepted, because the bytes are not parsed. @default false */
  readonly takesCodings?: boolean
  /** Returns true if a request's content type matches; `declared` is the route's media type. */
  readonly accepts: (contentType: string, declared: string | undefined) => boolean
  /** Parses the whole body. Throws 400 if it is invalid. */
  readonly read: (bytes: Uint8Array) => unknown
  /** Reads the body chunk by chunk instead of `read`; it is never buffered. */
  readonly readChunks?: (chunks: Chunks, options: ReadOptions) => AsyncIterable<Uint8Array>
  /** Converts the result of the host's body parser, which has consumed the bytes. */
  readonly fromParsed: (value: unknown) => unknown
  /** Serializes a value. */
  readonly encode: (value: unknown) => unknown
  /** Ties the body of a response to its request, after `encode`. */
  readonly bind?: (body: unknown, request: BodyContext) => ByteSource
  /** The JSON Schema (draft 2020-12) of the body. */
  readonly jsonSchema: (schema: Schema | undefined) => unknown
}

/** What a streamed body may use of its request. */
export interface BodyContext {
  /** Calls `listener` when the server shuts down. The result removes the listener. */
  readonly onDrain: (listener: () => void) => () => void
  /** Aborts `request.signal`. */
  readonly abort: (reason: unknown) => void
}

type Chunks = ByteSource | Iterable<Uint8Array>

export interface ReadOptions {
  /** In bytes; a longer body is a 413. */
  readonly limit: number
  readonly onEnd: () => void
}

/** Declares a request's body: its type, and the schema that validates the result of `read`. */
export interface BodySpec<Input = unknown, Output = unknown> {
  readonly type: BodyType
  readonly schema?: Schema | undefined
  /** The only accepted media type. @default the media types of `type` */
  readonly contentType?: string | undefined
  readonly '~body': { readonly input: Input; readonly output: Output }
}

/** Declares a response that is not JSON: its body type, and the types for handlers and clients. */
export interface MediaSpec<Sent = unknown, Received = unknown> {
  readonly type: BodyType
  readonly contentType: string | undefined
  readonly '~sent': Sent
  readonly '~received': Received
}
