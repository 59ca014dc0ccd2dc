import { CONTROL, decodedPathOf, type Message, toText, valuesOf } from './message.ts'
import { EXPRESS, nodeRules } from './node-rules.ts'
import { parserRules } from './parser-rules.ts'
import type { Rule } from './rule.ts'
import { runtimeRules } from './runtime-rules.ts'
import { workerdRules } from './workerd-rules.ts'

/** The first rule that takes a message out of what a host promises. */
export function ruleFor(message: Message, host: string): Rule | undefined {
  return rulesOf(message).find((rule) => isFor(rule, host))
}

/** Whether a rule knows a status of the platform's own. */
export function allowsStatus(message: Message, host: string, status: number): boolean {
  return rulesOf(message).some((rule) => rule.status === status && isFor(rule, host))
}

function isFor({ hosts }: Rule, host: string): boolean {
  return hosts?.includes(host) !== false
}

function rulesOf(message: Message): readonly Rule[] {
  const known = applying.get(message) ?? rules.filter((rule) => rule.matches(message))
  applying.set(message, known)
  return known
}

// Asked for once a host, and most rules are not for one host alone.
const applying = new WeakMap<Message, readonly Rule[]>()

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

const shared: readonly Rule[] = [
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
    reason: 'an absolute target whose authority is no host: refused, or read for its path alone',
    hosts: ['hono-node', 'workerd', 'bun', 'deno', ...EXPRESS, 'express-mounted'],
    matches: ({ target }) => {
      const [, authority] = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(target) ?? []
      return authority !== undefined && !URL.canParse(`http://${authority}`)
    },
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

// What may break a connection goes first: it says more than any other.
const rules = [...shared, ...parserRules, ...nodeRules, ...workerdRules, ...runtimeRules].sort(
  (a, b) => Number(b.breaks ?? false) - Number(a.breaks ?? false),
)
