/**
 * One request as a client writes it. Each character is one byte, so that a message can be printed,
 * shrunk and sent again unchanged.
 */
export interface Message {
  readonly method: string
  /** `{mount}` is the base path; it is prepended to a target that begins with `/`. */
  readonly target: string
  readonly version: string
  /** All header lines in order, including Host; names and values unchanged. */
  readonly lines: readonly (readonly [name: string, value: string])[]
  readonly content: Content
}

export type Content =
  | { readonly kind: 'none' }
  | { readonly kind: 'sized'; readonly bytes: string }
  | { readonly kind: 'chunked'; readonly chunks: readonly string[]; readonly trailer?: string }
  /** Declares more than it sends, and ends the sending side. */
  | { readonly kind: 'cut'; readonly bytes: string; readonly length: number }
  /** Sent unchanged after the head; its framing is in `lines`. */
  | { readonly kind: 'raw'; readonly bytes: string }

/** The control characters that a header field must not contain. */
// eslint-disable-next-line no-control-regex -- it is about control characters
export const CONTROL: RegExp = /[\x00-\x08\x0a-\x1f\x7f]/

/** Returns the bytes of a message for a host with this base path. */
export function toBytes(message: Message, basePath: string): Buffer {
  return Buffer.from(toText(message).replaceAll('{mount}', basePath), 'latin1')
}

/** Returns a message as text, with `{mount}` for the base path. */
export function toText({ method, target, version, lines, content }: Message): string {
  const full = target.startsWith('/') ? `{mount}${target}` : target
  const all = [...lines, ...framingOf(content)].map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${full} ${version}\r\n${all.join('')}\r\n${contentText(content)}`
}

/** Returns the values of a header; its name is case-insensitive. */
export function valuesOf(message: Message, name: string): readonly string[] {
  return message.lines
    .filter((line) => line[0].toLowerCase() === name)
    .map(([, value]) => value.replace(/^[\t ]+|[\t ]+$/g, ''))
}

/** Returns the path of the target after URL normalization, still encoded, and the query. */
export function placeOf({ target }: Message): { readonly path: string; readonly query: string } {
  const [before = ''] = target.split('#')
  const origin = before.replace(/^[a-z]+:\/\/[^/?]*/i, '').replace('{mount}', '')
  const at = origin.indexOf('?')
  const raw = at < 0 ? origin : origin.slice(0, at)
  const query = at < 0 ? '' : origin.slice(at + 1)
  try {
    return { path: new URL(`http://a${raw.startsWith('/') ? raw : `/${raw}`}`).pathname, query }
  } catch {
    return { path: raw, query }
  }
}

/** Returns the same path percent-decoded, to compare it with routes. */
export function decodedPathOf(message: Message): string {
  const { path } = placeOf(message)
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function framingOf(content: Content): Message['lines'] {
  switch (content.kind) {
    case 'sized':
      return [['Content-Length', String(content.bytes.length)]]
    case 'cut':
      return [['Content-Length', String(content.length)]]
    case 'chunked':
      return [['Transfer-Encoding', 'chunked']]
    case 'none':
    case 'raw':
      return []
  }
}

function contentText(content: Content): string {
  switch (content.kind) {
    case 'none':
      return ''
    case 'sized':
    case 'cut':
    case 'raw':
      return content.bytes
    case 'chunked': {
      const chunks = content.chunks.filter((chunk) => chunk !== '')
      const framed = chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`)
      return `${framed.join('')}0\r\n${content.trailer ?? ''}\r\n`
    }
  }
}
