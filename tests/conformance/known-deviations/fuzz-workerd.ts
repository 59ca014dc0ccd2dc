import { decodedPathOf, valuesOf, type Deviation } from '@gimbal/conformance/fuzz'

// kj, the HTTP library under workerd, knows these.
const WORKERD_METHODS =
  /^(GET|HEAD|POST|PUT|DELETE|PATCH|PURGE|OPTIONS|TRACE|COPY|LOCK|MKCOL|MOVE|PROPFIND|PROPPATCH|SEARCH|UNLOCK|ACL|REPORT|MKACTIVITY|CHECKOUT|MERGE|NOTIFY|SUBSCRIBE|UNSUBSCRIBE)$/
const WORKERD_FIELDS = ['host', 'authorization', 'origin', 'content-type', 'content-encoding']

/** What workerd keeps from us. */
export const workerdDeviations: readonly Deviation[] = [
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
    reason: 'workerd joins Cookie lines by a comma, and drops one without a value',
    hosts: ['workerd'],
    lax: true,
    matches: (message) => {
      const cookies = valuesOf(message, 'cookie')
      const isShown = /^\/(cookies|headers\/)/.test(decodedPathOf(message))
      return isShown && (cookies.length > 1 || cookies.includes(''))
    },
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

function isUtf8(latin1: string): boolean {
  const bytes = Buffer.from(latin1, 'latin1')
  return Buffer.from(bytes.toString('utf8')).equals(bytes)
}
