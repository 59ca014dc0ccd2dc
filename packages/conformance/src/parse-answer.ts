/** A response as received; header names in lower case, values decoded as UTF-8. */
export interface Answer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
  /** `cut`: the server closed the connection before the end of the response. */
  readonly framing: 'none' | 'sized' | 'chunked' | 'until close' | 'cut'
}

/** Thrown if the server sends something that is not HTTP/1.1. */
export class MalformedAnswer extends Error {
  constructor(what: string, bytes: Uint8Array) {
    const shown = JSON.stringify(Buffer.from(bytes).subarray(0, 80).toString('latin1'))
    super(`${what}: ${shown}`)
    this.name = 'MalformedAnswer'
  }
}

/**
 * Parses one response at the start of `bytes`. Returns `undefined` if it is incomplete.
 *
 * @example
 * parseAnswer(Buffer.from('HTTP/1.1 204 No Content\r\n\r\n'), 'GET', false)?.answer.status // 204
 */
export function parseAnswer(
  bytes: Buffer,
  method: string,
  ended: boolean,
): { readonly answer: Answer; readonly used: number } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const [statusLine = '', ...fields] = bytes.subarray(0, headEnd).toString('utf8').split('\r\n')
  const found = /^HTTP\/1\.[01] ([1-9][0-9]{2}) [\t\x20-\x7e\x80-\uffff]*$/.exec(statusLine)
  if (found === null) throw new MalformedAnswer('no status line', bytes)
  const status = Number(found[1])
  const headers = fields.map((field) => parseField(field, bytes))
  const start = headEnd + 4
  const content = readContent(
    bytes.subarray(start),
    framingOf({ status, headers }, method, bytes),
    ended,
  )
  if (content === undefined) return undefined
  const { body, framing, used } = content
  return { answer: { status, headers, body, framing }, used: start + used }
}

type Framing = 'none' | 'chunked' | 'until close' | number

function framingOf(
  { status, headers }: Pick<Answer, 'status' | 'headers'>,
  method: string,
  bytes: Buffer,
): Framing {
  const codings = valuesOf(headers, 'transfer-encoding')
  const lengths = valuesOf(headers, 'content-length')
  if (codings.length > 0 && lengths.length > 0) {
    throw new MalformedAnswer('both content-length and transfer-encoding', bytes)
  }
  if (lengths.length > 1 || lengths.some((length) => !/^[0-9]+$/.test(length))) {
    throw new MalformedAnswer('a bad content-length', bytes)
  }
  if (codings.length > 0 && (codings.length > 1 || codings[0] !== 'chunked')) {
    throw new MalformedAnswer('a transfer coding other than chunked', bytes)
  }
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return 'none'
  if (codings.length > 0) return 'chunked'
  return lengths[0] === undefined ? 'until close' : Number(lengths[0])
}

interface Content {
  readonly body: Uint8Array
  readonly framing: Answer['framing']
  readonly used: number
}

function readContent(bytes: Buffer, framing: Framing, ended: boolean): Content | undefined {
  if (framing === 'none') return { body: Buffer.alloc(0), framing, used: 0 }
  if (framing === 'chunked') return readChunks(bytes, ended)
  if (framing === 'until close') {
    return ended ? { body: bytes, framing, used: bytes.length } : undefined
  }
  if (bytes.length >= framing) {
    return { body: bytes.subarray(0, framing), framing: 'sized', used: framing }
  }
  return ended ? { body: bytes, framing: 'cut', used: bytes.length } : undefined
}

function readChunks(bytes: Buffer, ended: boolean): Content | undefined {
  const chunks: Buffer[] = []
  const cut = (): Content | undefined =>
    ended ? { body: Buffer.concat(chunks), framing: 'cut', used: bytes.length } : undefined
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return cut()
    const line = bytes.subarray(at, lineEnd).toString('latin1')
    if (!/^[0-9a-fA-F]{1,8}$/.test(line))
      throw new MalformedAnswer('a bad chunk', bytes.subarray(at))
    const size = Number.parseInt(line, 16)
    const end = lineEnd + 2 + size
    if (bytes.length < end + 2) return cut()
    if (bytes.toString('latin1', end, end + 2) !== '\r\n') {
      throw new MalformedAnswer('a chunk without its end', bytes.subarray(at))
    }
    if (size === 0) return { body: Buffer.concat(chunks), framing: 'chunked', used: end + 2 }
    chunks.push(bytes.subarray(lineEnd + 2, end))
    at = end + 2
  }
}

function parseField(field: string, bytes: Buffer): readonly [string, string] {
  const found = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*(.*?)[\t ]*$/.exec(field)
  // eslint-disable-next-line no-control-regex -- a field must not contain these bytes
  if (found === null || /[\u0000-\u0008\u000a-\u001f\u007f]/.test(field)) {
    throw new MalformedAnswer(`a bad header field ${JSON.stringify(field)}`, bytes)
  }
  return [(found[1] ?? '').toLowerCase(), found[2] ?? '']
}

function valuesOf(headers: Answer['headers'], name: string): readonly string[] {
  return headers.filter((header) => header[0] === name).map(([, value]) => value.toLowerCase())
}

/** Without a length and chunks, only a reset shows that a response is incomplete (RFC 9112 §8). */
export function asCut(answer: Answer): Answer {
  return answer.framing === 'until close' ? { ...answer, framing: 'cut' } : answer
}
