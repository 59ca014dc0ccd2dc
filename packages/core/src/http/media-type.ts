/** The parts of a media type that decide how a body is read. */
export interface MediaType {
  /** Type and subtype in lower case: `application/json`. */
  readonly type: string
  /** In lower case. */
  readonly charset: string | undefined
}

/** The default media types of bodies. */
export const mediaTypes = {
  json: 'application/json',
  text: 'text/plain; charset=utf-8',
  bytes: 'application/octet-stream',
} as const

/**
 * Parses a Content-Type. Returns undefined if it does not match the grammar of RFC 9110 §8.3.1.
 *
 * @example
 * parseMediaType('Text/Plain; Charset="UTF-8"') // { type: 'text/plain', charset: 'utf-8' }
 */
export function parseMediaType(value: string): MediaType | undefined {
  // The value was decoded as UTF-8, so obs-text is every character that is not ASCII.
  if (CONTROL.test(value)) return undefined
  TYPE.lastIndex = 0
  const type = TYPE.exec(value)?.[0].toLowerCase()
  if (type === undefined) return undefined
  let charset: string | undefined
  // A sticky pattern: each match starts where the last one ended, so the loop is linear.
  PARAMETER.lastIndex = TYPE.lastIndex
  while (PARAMETER.lastIndex < value.length) {
    const parameter = PARAMETER.exec(value)
    if (parameter === null) return undefined
    const [, name, token, quoted] = parameter
    if (name?.toLowerCase() !== 'charset') continue
    // Reject a repeated charset: a proxy may have used the other one.
    if (charset !== undefined) return undefined
    charset = (token ?? quoted?.replace(/\\(.)/g, '$1') ?? '').toLowerCase()
  }
  return { type, charset }
}

const TOKEN = "[\\w!#$%&'*+.^`|~-]+"
const QUOTED = '"((?:[^"\\\\]|\\\\.)*)"'
const TYPE = new RegExp(`${TOKEN}/${TOKEN}`, 'y')
const PARAMETER = new RegExp(`[ \\t]*;[ \\t]*(?:(${TOKEN})=(?:(${TOKEN})|${QUOTED}))?`, 'y')
const CONTROL = /[^\t -~\u0080-\uffff]/
