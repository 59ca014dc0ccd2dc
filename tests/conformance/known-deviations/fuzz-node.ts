import { METHODS } from 'node:http'

import { type Message, valuesOf, type Deviation } from '@gimbal/conformance/fuzz'

const EXPRESS = ['express', 'express-json', 'express-json-raw'] as const
const NODES = ['node', ...EXPRESS, 'express-mounted', 'hono-node'] as const

/** What llhttp, Node's own server, a mount and @hono/node-server keep from us. */
export const nodeDeviations: readonly Deviation[] = [
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
    reason: 'Express finds no path in an absolute target of an unknown scheme that has none',
    hosts: EXPRESS,
    matches: ({ target }) => /^(?!https?:)[a-z]+:\/\/[^/]*$/i.test(target),
  },
  {
    reason:
      'a router in front has read the target as it was sent: another spelling is not for the app',
    hosts: [...EXPRESS, 'express-mounted'],
    matches: ({ target }) => isSpelledOtherwise(target),
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
    reason: '@hono/node-server looks at backslashes and asterisks first',
    hosts: ['hono-node'],
    matches: (message) =>
      (message.target.includes('\\') || message.target === '*') &&
      (message.target.length > 8000 || valuesOf(message, 'host').length !== 1),
  },
  {
    reason: '@hono/node-server takes a backslash in a fragment for one in the path',
    hosts: ['hono-node'],
    matches: ({ target }) => /^[^?]*#[^?]*\\/.test(target),
  },
  {
    reason: 'an absolute target whose authority is no host: refused, or read for its path alone',
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

/** The one character of an escape; of no sign of its own for half of one. */
function unescape(escape: string): string {
  return String.fromCharCode(parseInt(escape.slice(1), 16))
}

function leavesMount({ target }: Message): boolean {
  if (!target.startsWith('/') && !target.includes('{mount}')) return true
  const inside = target.replace(/^[a-z]+:\/\/[^/?]*?(?=\{mount\})/i, '').replace('{mount}', '')
  const [path = ''] = inside.split(/[?#]/)
  // One segment more in front than there can be dots: it stays where the path never climbs over it.
  return !new URL(`http://a/mount${path}`).pathname.startsWith('/mount')
}
