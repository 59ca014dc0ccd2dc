import {
  type Content,
  decodedPathOf,
  type Message,
  valuesOf,
  type Deviation,
} from '@gimbal/conformance/fuzz'

/** Deviations of Express's JSON parser. It uses the first Content-Type, as Node does. */
export const parserDeviations: readonly Deviation[] = [
  {
    reason:
      'express.json() keeps a value and no bytes: a route that needs bytes gets raw_body_unavailable',
    hosts: ['express-json'],
    lax: true,
    status: 500,
    matches: (message) =>
      isForParser(message) &&
      /^\/(bytes|small|large|stream|webhook|echo|demand)(\/|$)/.test(decodedPathOf(message)),
  },
  {
    reason: 'express.json() reads invalid UTF-8 as U+FFFD, and a byte order mark as {}',
    hosts: ['express-json'],
    lax: true,
    matches: (message) => isForParser(message) && !isCleanText(bytesOf(message.content)),
  },
  {
    reason: 'express.json() decodes content codings, so the app reads JSON',
    hosts: ['express-json', 'express-json-raw'],
    lax: true,
    matches: (message) =>
      isForParser(message) &&
      valuesOf(message, 'content-encoding').some((coding) => !/^identity$/i.test(coding)),
  },
  {
    reason: 'express.json() itself responds to a body that is not a plain JSON object or array',
    hosts: ['express-json', 'express-json-raw'],
    matches: (message) => isForParser(message) && !isPlainJson(message),
  },
]

function isForParser(message: Message): boolean {
  const [type = ''] = valuesOf(message, 'content-type')
  return message.content.kind !== 'none' && /^application\/json[\t ]*(;|$)/i.test(type)
}

function isPlainJson(message: Message): boolean {
  const [type = ''] = valuesOf(message, 'content-type')
  const bytes = bytesOf(message.content)
  return (
    /^application\/json[\t ]*(;[\t ]*charset="?utf-8"?)?$/i.test(type) &&
    valuesOf(message, 'content-encoding').every((coding) => /^identity$/i.test(coding)) &&
    bytes.length <= 102_400 &&
    isCleanText(bytes) &&
    isObjectOrArray(bytes)
  )
}

function isObjectOrArray(bytes: Buffer): boolean {
  try {
    return typeof (JSON.parse(bytes.toString()) ?? '') === 'object'
  } catch {
    return false
  }
}

function isCleanText(bytes: Buffer): boolean {
  const text = bytes.toString()
  return !text.startsWith('\ufeff') && Buffer.from(text).equals(bytes)
}

function bytesOf(content: Content): Buffer {
  const text =
    content.kind === 'none'
      ? ''
      : content.kind === 'chunked'
        ? content.chunks.join('')
        : content.bytes
  return Buffer.from(text, 'latin1')
}
