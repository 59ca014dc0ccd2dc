import { CONTROL, decodedPathOf, type Message, toText, valuesOf } from './message.ts'
import type { Deviation } from './deviation.ts'

/** Returns the deviations for a message on a host; those that may break a connection come first. */
export function deviationsFor(
  message: Message,
  host: string,
  own: readonly Deviation[],
): readonly Deviation[] {
  return [...sharedDeviations, ...own]
    .filter(({ hosts, matches }) => hosts?.includes(host) !== false && matches(message))
    .sort((a, b) => Number(b.breaks ?? false) - Number(a.breaks ?? false))
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** Deviations that are allowed on every host. */
const sharedDeviations: readonly Deviation[] = [
  {
    reason: 'a Request that is made by hand trims what it has joined',
    hosts: ['fetch'],
    lax: true,
    matches: (message) =>
      message.lines.some(([name]) => {
        const values = valuesOf(message, name.toLowerCase())
        return values.length > 1 && (values[0] === '' || values.at(-1) === '')
      }),
  },
  {
    reason: 'CONNECT has a target of another form, and parsers treat it each in its own way',
    lax: true,
    status: 500,
    matches: ({ method }) => method === 'CONNECT',
  },
  {
    reason: 'a field that is none: the parser refuses it, or is laxer',
    lax: true,
    matches: ({ lines }) => lines.some(([name, value]) => !TOKEN.test(name) || CONTROL.test(value)),
  },
  {
    reason: 'a framing that is not one plain Content-Length or chunked: the parser decides',
    lax: true,
    matches: (message) => {
      const framing = [
        ...valuesOf(message, 'content-length'),
        ...valuesOf(message, 'transfer-encoding'),
      ]
      return message.content.kind === 'raw' || framing.length > 0
    },
  },
  {
    reason: 'another version than HTTP/1.1 or HTTP/1.0',
    lax: true,
    matches: ({ version }) => !/^HTTP\/1\.[01]$/.test(version),
  },
  {
    reason: 'chunks in HTTP/1.0, which has none',
    lax: true,
    matches: ({ version, content }) => version === 'HTTP/1.0' && content.kind === 'chunked',
  },
  {
    reason: 'an expectation other than 100-continue',
    lax: true,
    matches: (message) =>
      valuesOf(message, 'expect').some((value) => !/^100-continue$/i.test(value)),
  },
  {
    reason: 'content that is cut short: 400 or a closed connection, whatever is seen first',
    matches: ({ content }) => content.kind === 'cut',
  },
  {
    reason: 'over 8 KB in a field, 15 KB in all or 100 fields: out of the envelope',
    matches: (message) =>
      message.lines.length > 100 ||
      message.lines.some(([, value]) => value.length > 8192) ||
      toText({ ...message, content: { kind: 'none' } }).length > 15_000,
  },
  {
    reason: 'the count of handler runs is different on every host',
    lax: true,
    matches: (message) => decodedPathOf(message) === '/runs',
  },
]
