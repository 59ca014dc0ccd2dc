import { hasHeader } from '../http/headers.ts'
import { withHeaders } from '../pipeline/create-response.ts'
import type { Middleware } from '../contract/types.ts'

export interface SecurityHeadersOptions {
  /** `false` omits HSTS. @default 'max-age=31536000; includeSubDomains' */
  readonly strictTransportSecurity?: string | false
  /** @default "default-src 'none'; frame-ancestors 'none'" */
  readonly contentSecurityPolicy?: string | false
  /** @default 'no-referrer' */
  readonly referrerPolicy?: string | false
}

/**
 * Sets the security headers of API responses (OWASP ASVS 3.4), unless the handler has set them.
 *
 * @example
 * createApp({ routes, use: [requestId(), log(), securityHeaders()] })
 */
export function securityHeaders(options: SecurityHeadersOptions = {}): Middleware {
  const {
    strictTransportSecurity = 'max-age=31536000; includeSubDomains',
    contentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'",
    referrerPolicy = 'no-referrer',
  } = options
  const all = Object.entries({
    'strict-transport-security': strictTransportSecurity,
    'content-security-policy': contentSecurityPolicy,
    'referrer-policy': referrerPolicy,
    'x-content-type-options': 'nosniff',
  }).filter((pair): pair is [string, string] => pair[1] !== false)
  const layer: Middleware = async (_request, _services, next) => {
    const response = await next()
    const missing = all.filter(([name]) => !hasHeader(response.headers, name))
    return withHeaders(response, Object.fromEntries(missing))
  }
  return Object.assign(layer, { outside: () => Object.fromEntries(all) })
}
