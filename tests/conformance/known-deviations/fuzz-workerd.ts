import { decodedPathOf, valuesOf, type Deviation } from '@gimbal/conformance/fuzz'

// The methods that kj, the HTTP library of workerd, knows.
const WORKERD_METHODS =
  /^(GET|HEAD|POST|PUT|DELETE|PATCH|PURGE|OPTIONS|TRACE|COPY|LOCK|MKCOL|MOVE|PROPFIND|PROPPATCH|SEARCH|UNLOCK|ACL|REPORT|MKACTIVITY|CHECKOUT|MERGE|NOTIFY|SUBSCRIBE|UNSUBSCRIBE)$/
const WORKERD_FIELDS = ['host', 'authorization', 'origin', 'content-type', 'content-encoding']

/** Deviations of workerd. */
export const workerdDeviations: readonly Deviation[] = [
  {
    reason: 'workerd refuses methods that it does not know',
    hosts: ['workerd'],
    matches: ({ method }) => !WORKERD_METHODS.test(method),
  },
  {
    reason: 'workerd removes a fragment before the app can check it',
    hosts: ['workerd'],
    lax: true,
    matches: ({ target }) => /#.*(["<>`\\]|[^\x21-\x7e])/s.test(target),
  },
  {
    reason: 'workerd refuses an invalid URI',
    hosts: ['workerd'],
    matches: ({ target }) =>
      // eslint-disable-next-line no-control-regex -- a target must not contain these bytes
      /[\x00-\x20"<>\x7f]|^[^?]*`/.test(target) || !isUtf8(target),
  },
  {
    reason: 'workerd appends such a target to the authority, from which it cannot be separated',
    hosts: ['workerd'],
    lax: true,
    matches: ({ target }) => !/^(\/|https?:\/\/)/.test(target),
  },
  {
    reason: 'workerd refuses requests with a missing or empty Host',
    hosts: ['workerd'],
    matches: (message) => valuesOf(message, 'host').filter((host) => host !== '').length === 0,
  },
  {
    reason: 'workerd joins Cookie lines with a comma, and drops one without a value',
    hosts: ['workerd'],
    lax: true,
    matches: (message) => {
      const cookies = valuesOf(message, 'cookie')
      const isShown = /^\/(cookies|headers\/)/.test(decodedPathOf(message))
      return isShown && (cookies.length > 1 || cookies.includes(''))
    },
  },
  {
    reason: 'workerd drops header fields without a value if it knows their names',
    hosts: ['workerd'],
    lax: true,
    matches: (message) => WORKERD_FIELDS.some((name) => valuesOf(message, name).includes('')),
  },
  {
    reason: 'workerd refuses a Host that is not UTF-8',
    hosts: ['workerd'],
    matches: (message) => !valuesOf(message, 'host').every(isUtf8),
  },
  {
    reason: 'workerd gives no client address, and a Request has none',
    hosts: ['workerd', 'fetch'],
    lax: true,
    matches: (message) => decodedPathOf(message) === '/client',
  },
]

function isUtf8(latin1: string): boolean {
  const bytes = Buffer.from(latin1, 'latin1')
  return Buffer.from(bytes.toString('utf8')).equals(bytes)
}
