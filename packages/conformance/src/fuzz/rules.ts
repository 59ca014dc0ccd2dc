import { METHODS } from 'node:http'

import { decodedPathOf, type Message, toText, valuesOf } from './message.ts'

/**
 * Requests that a host need not answer as the others do. It may refuse them, or give them the very
 * same answer; with `lax` it may also take them for something else. It may never answer a 500,
 * hang, crash or break the framing. A rule looks at the request alone, never at the answer.
 */
export interface Rule {
  readonly reason: string
  /** Absent: every host. */
  readonly hosts?: readonly string[]
  readonly lax?: boolean
  /** A status of the platform's own that would be a fault elsewhere. */
  readonly status?: number
  readonly matches: (message: Message) => boolean
}

/** The first rule that takes a message out of what a host promises. */
export function ruleFor(message: Message, host: string): Rule | undefined {
  return rules.find((rule) => rule.hosts?.includes(host) !== false && rule.matches(message))
}

const NODES = ['node', 'express', 'express-mounted', 'hono-node'] as const
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
// kj, the HTTP library under workerd, knows these.
const WORKERD_METHODS =
  /^(GET|HEAD|POST|PUT|DELETE|PATCH|PURGE|OPTIONS|TRACE|COPY|LOCK|MKCOL|MOVE|PROPFIND|PROPPATCH|SEARCH|UNLOCK|ACL|REPORT|MKACTIVITY|CHECKOUT|MERGE|NOTIFY|SUBSCRIBE|UNSUBSCRIBE)$/
const WORKERD_FIELDS = ['authorization', 'origin', 'content-type', 'content-encoding']

export const rules: readonly Rule[] = [
  {
    reason: 'CONNECT has a target of another form, and parsers treat it each in its own way',
    lax: true,
    status: 500,
    matches: ({ method }) => method === 'CONNECT',
  },
  {
    reason: 'a field that is none: the parser refuses it, or is laxer',
    lax: true,
    matches: ({ lines }) =>
      // eslint-disable-next-line no-control-regex -- these are the bytes that no field may hold
      lines.some(([name, value]) => !TOKEN.test(name) || /[\x00-\x08\x0a-\x1f\x7f]/.test(value)),
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
  {
    reason: 'the mount counts for the length of a target',
    hosts: ['express-mounted'],
    matches: ({ target }) => target.length > 7900 && target.length <= 8000,
  },
  {
    reason: 'llhttp refuses methods that it does not know',
    hosts: NODES,
    matches: ({ method }) => !METHODS.includes(method),
  },
  {
    reason: 'llhttp refuses spaces, controls and bytes from 0x80 in a target',
    hosts: NODES,
    matches: ({ target }) => /[^\x21-\x7e]/.test(target),
  },
  {
    reason: 'llhttp takes no target that begins neither with a slash nor with a plain scheme://',
    hosts: NODES,
    matches: ({ target }) => !/^(\/|\*$|[a-z]+:\/\/[\w.:@[\]-]*(\{mount\})?([/?]|$))/i.test(target),
  },
  {
    reason: "node:http's own server refuses HTTP/1.1 without Host itself",
    hosts: ['express-mounted'],
    matches: (message) => valuesOf(message, 'host').length === 0,
  },
  {
    reason: "a target outside the mount: the host's own answer",
    hosts: ['express-mounted'],
    matches: leavesMount,
  },
  {
    reason: '@hono/node-server takes absolute targets of http: and https: alone, in lower case',
    hosts: ['hono-node'],
    matches: ({ target }) => !/^(\/|\*$|https?:\/\/)/.test(target),
  },
  {
    reason: '@hono/node-server looks at Host first, and by rules of its own',
    hosts: ['hono-node'],
    matches: (message) =>
      valuesOf(message, 'host').some(
        (host) => !/^[\w.-]+(:\d+)?$/.test(host) || !URL.canParse(`http://${host}`),
      ),
  },
  {
    reason: '@hono/node-server looks at backslashes first',
    hosts: ['hono-node'],
    matches: (message) =>
      message.target.includes('\\') &&
      (message.target.length > 8000 || valuesOf(message, 'host').length === 0),
  },
  {
    reason: '@hono/node-server takes a backslash in a fragment for one in the path',
    hosts: ['hono-node'],
    matches: ({ target }) => /^[^?]*#[^?]*\\/.test(target),
  },
  {
    reason: 'workerd refuses methods that it does not know',
    hosts: ['workerd'],
    matches: ({ method }) => !WORKERD_METHODS.test(method),
  },
  {
    reason: 'workerd cuts a fragment off before anybody sees what is in it',
    hosts: ['workerd'],
    lax: true,
    matches: ({ target }) => /#.*(["<>`\\]|[^\x21-\x7e])/s.test(target),
  },
  {
    reason: 'workerd refuses what is no URI',
    hosts: ['workerd'],
    matches: ({ target }) =>
      // eslint-disable-next-line no-control-regex -- these are the bytes that no target may hold
      /[\x00-\x20"<>`\x7f]/.test(target) || !isUtf8(target),
  },
  {
    reason: 'workerd pastes such a target to the authority, where it cannot be told apart',
    hosts: ['workerd'],
    lax: true,
    matches: ({ target }) => !/^(\/|https?:\/\/)/.test(target),
  },
  {
    reason: 'workerd refuses requests without Host, or with an empty one',
    hosts: ['workerd'],
    matches: (message) => valuesOf(message, 'host').filter((host) => host !== '').length === 0,
  },
  {
    reason: 'workerd joins Cookie lines by a comma',
    hosts: ['workerd'],
    lax: true,
    matches: (message) =>
      valuesOf(message, 'cookie').length > 1 &&
      /^\/(cookies|headers\/)/.test(decodedPathOf(message)),
  },
  {
    reason: 'workerd drops fields without a value, where it knows their names',
    hosts: ['workerd'],
    lax: true,
    matches: (message) => WORKERD_FIELDS.some((name) => valuesOf(message, name).includes('')),
  },
  {
    reason: 'workerd refuses a Host that is no UTF-8',
    hosts: ['workerd'],
    matches: (message) => !valuesOf(message, 'host').every(isUtf8),
  },
  {
    reason: 'workerd knows no peer, and a Request has none',
    hosts: ['workerd', 'fetch'],
    lax: true,
    matches: (message) => decodedPathOf(message) === '/client',
  },
]

function leavesMount({ target }: Message): boolean {
  if (!target.startsWith('/') && !target.includes('{mount}')) return true
  const inside = target.replace(/^[a-z]+:\/\/[^/?]*?(?=\{mount\})/i, '').replace('{mount}', '')
  const [path = ''] = inside.split(/[?#]/)
  // One segment more in front than there can be dots: it stays where the path never climbs over it.
  return !new URL(`http://a/mount${path}`).pathname.startsWith('/mount')
}

function isUtf8(latin1: string): boolean {
  const bytes = Buffer.from(latin1, 'latin1')
  return Buffer.from(bytes.toString('utf8')).equals(bytes)
}
