import type { ByteSource } from './http-response.ts'
import type { Schema } from './schema.ts'

/** How one type of body is read and sent. Each type is a file of this folder. */
export interface BodyType {
  /** For error messages. */
  readonly name: string
  /** The media type that is sent unless the route names one. */
  readonly contentType: string
  /** What a 415 asks for, in `accept`, unless the route names a media type. @default `contentType` */
  readonly range?: string
  /** Whether content with a coding may pass, since its bytes are not looked into. @default false */
  readonly takesCodings?: boolean
  /** Whether a request's content type fits; `declared` is the media type that the route names. */
  readonly accepts: (contentType: string, declared: string | undefined) => boolean
  /** Reads the whole body. Throws 400 for what is not of this type. */
  readonly read: (bytes: Uint8Array) => unknown
  /** Reads the body chunk by chunk, in place of `read`: it is never held whole. */
  readonly readChunks?: (chunks: Chunks, options: ReadOptions) => AsyncIterable<Uint8Array>
  /** Takes what a parser of the host has made of the body: its bytes are gone. */
  readonly fromParsed: (value: unknown) => unknown
  /** Makes a value ready for the wire. */
  readonly encode: (value: unknown) => unknown
  /** The JSON Schema (draft 2020-12) of the body. */
  readonly jsonSchema: (schema: Schema | undefined) => unknown
}

type Chunks = ByteSource | Iterable<Uint8Array>

export interface ReadOptions {
  /** In bytes; one more is a 413. */
  readonly limit: number
  readonly onEnd: () => void
}

/** A request's body: its type, and the schema that validates what `read` returns. */
export interface BodySpec<Input = unknown, Output = unknown> {
  readonly type: BodyType
  readonly schema?: Schema | undefined
  /** The one media type to accept. @default what the type accepts */
  readonly contentType?: string | undefined
  readonly '~body': { readonly input: Input; readonly output: Output }
}

/** A response that is not JSON: its body type, and what handlers send and clients receive. */
export interface MediaSpec<Sent = unknown, Received = unknown> {
  readonly type: BodyType
  readonly contentType: string | undefined
  readonly '~sent': Sent
  readonly '~received': Received
}
