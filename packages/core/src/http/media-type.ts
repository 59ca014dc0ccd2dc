/** A media type as far as bodies are chosen by it. */
export interface MediaType {
  /** Type and subtype in lower case: `application/json`. */
  readonly type: string
  /** In lower case. */
  readonly charset: string | undefined
}

/** The media types of bodies that name none. */
export const mediaTypes = {
  json: 'application/json',
  text: 'text/plain; charset=utf-8',
  bytes: 'application/octet-stream',
} as const

/**
 * Reads a Content-Type by the grammar of RFC 9110 §8.3.1; undefined when it does not follow it.
 *
 * @example
 * parseMediaType('Text/Plain; Charset="UTF-8"') // { type: 'text/plain', charset: 'utf-8' }
 */
export function parseMediaType(value: string): MediaType | undefined {
  // Text that came as UTF-8, so the grammar's obs-text is all that is not ASCII.
  if (CONTROL.test(value)) return undefined
  TYPE.lastIndex = 0
  const type = TYPE.exec(value)?.[0].toLowerCase()
  if (type === undefined) return undefined
  let charset: string | undefined
  // Sticky: each step starts where the last one ended, so the whole is linear.
  PARAMETER.lastIndex = TYPE.lastIndex
  while (PARAMETER.lastIndex < value.length) {
    const parameter = PARAMETER.exec(value)
    if (parameter === null) return undefined
    const [, name, token, quoted] = parameter
    if (name?.toLowerCase() !== 'charset') continue
    // Two that contradict each other: a proxy may have believed the other one.
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
