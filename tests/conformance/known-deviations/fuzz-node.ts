import { METHODS } from 'node:http'

import { type Message, valuesOf, type Deviation } from '@gimbal/conformance/fuzz'

const EXPRESS = ['express', 'express-json', 'express-json-raw'] as const
const NODES = ['node', ...EXPRESS, 'express-mounted', 'hono-node'] as const

/** Deviations of llhttp, a plain node:http server, a mount and @hono/node-server. */
export const nodeDeviations: readonly Deviation[] = [
  {
    reason: 'the mount is counted in the length of a target',
    hosts: ['express-mounted'],
    matches: ({ target }) => target.length > 7900 && target.length <= 8000,
  },
  {
    reason: 'llhttp refuses methods that it does not know',
    hosts: NODES,
    matches: ({ method }) => !METHODS.includes(method),
  },
  {
    reason: 'llhttp refuses spaces, control characters and bytes from 0x80 in a target',
    hosts: NODES,
    matches: ({ target }) => /[^\x21-\x7e]/.test(target),
  },
  {
    reason: 'llhttp refuses a target that starts with neither a slash nor a plain scheme://',
    hosts: NODES,
    matches: ({ target }) => !/^(\/|\*$|[a-z]+:\/\/[\w.:@[\]-]*(\{mount\})?([/?]|$))/i.test(target),
  },
  {
    reason: 'a plain node:http server refuses HTTP/1.1 without Host itself',
    hosts: ['express-mounted'],
    matches: (message) => valuesOf(message, 'host').length === 0,
  },
  {
    reason: 'a target outside the mount: the host responds itself',
    hosts: ['express-mounted'],
    matches: leavesMount,
  },
  {
    reason: 'Express finds no path in an absolute target with an unknown scheme and no path',
    hosts: EXPRESS,
    matches: ({ target }) => /^(?!https?:)[a-z]+:\/\/[^/]*$/i.test(target),
  },
  {
    reason:
      'a router in front has matched the target as it was sent: another spelling matches no route of the app',
    hosts: [...EXPRESS, 'express-mounted'],
    matches: ({ target }) => isSpelledOtherwise(target),
  },
  {
    // A page of an allowed origin sends a Host and a target that are valid.
    reason:
      '@hono/node-server tells its errorHandler no headers, so its refusals have no CORS headers',
    hosts: ['hono-node'],
    lax: true,
    matches: (message) =>
      valuesOf(message, 'origin').length > 0 &&
      (/[\\*]|^(?!\/)/.test(message.target) || valuesOf(message, 'host').some(isOddHost)),
  },
  {
    reason: '@hono/node-server accepts absolute targets only with http: or https: in lower case',
    hosts: ['hono-node'],
    matches: ({ target }) => !/^(\/|\*$|https?:\/\/)/.test(target),
  },
  {
    reason: '@hono/node-server checks Host first, by its own rules',
    hosts: ['hono-node'],
    matches: (message) => valuesOf(message, 'host').some(isOddHost),
  },
  {
    reason: '@hono/node-server checks backslashes and asterisks first',
    hosts: ['hono-node'],
    matches: (message) =>
      (message.target.includes('\\') || message.target === '*') &&
      (message.target.length > 8000 || valuesOf(message, 'host').length !== 1),
  },
  {
    reason: '@hono/node-server treats a backslash in a fragment like one in the path',
    hosts: ['hono-node'],
    matches: ({ target }) => /^[^?]*#[^?]*\\/.test(target),
  },
  {
    reason: 'an absolute target whose authority is not a host: refused, or only its path is used',
    hosts: [
      'hono-node',
      'workerd',
      'bun',
      'deno',
      'express',
      'express-json',
      'express-json-raw',
      'express-mounted',
    ],
    matches: ({ target }) => {
      const [, authority] = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(target) ?? []
      return authority !== undefined && !URL.canParse(`http://${authority}`)
    },
  },
]

function isOddHost(host: string): boolean {
  return !/^[\w.-]+(:\d+)?$/.test(host) || !URL.canParse(`http://${host}`)
}

function isSpelledOtherwise(target: string): boolean {
  const [path = ''] = target.split(/[?#]/)
  const escapes = path.match(/%[\da-f]{2}/gi) ?? []
  return (
    !(path.startsWith('/') || path.startsWith('{mount}')) ||
    target.includes('#') ||
    /[{}^]/.test(path) ||
    /\/(?:\.|%2e){1,2}(?:\/|$)/i.test(path) ||
    escapes.some((escape) => /[a-f]/.test(escape) || /[\w.~-]/.test(unescape(escape)))
  )
}

/** The character of one percent-escape. */
function unescape(escape: string): string {
  return String.fromCharCode(parseInt(escape.slice(1), 16))
}

function leavesMount({ target }: Message): boolean {
  if (!target.startsWith('/') && !target.includes('{mount}')) return true
  const inside = target.replace(/^[a-z]+:\/\/[^/?]*?(?=\{mount\})/i, '').replace('{mount}', '')
  const [path = ''] = inside.split(/[?#]/)
  // The path leaves the mount if its dot segments remove `/mount`.
  return !new URL(`http://a/mount${path}`).pathname.startsWith('/mount')
}
