import type { Middleware } from '../contract/types.ts'

/**
 * Writes one entry per request to the app's `log`: id, method, path, operation, client, subject,
 * status, milliseconds. Queries and headers, which may contain tokens, are not written.
 *
 * @example
 * createApp({ routes, use: [requestId(), log()] })
 */
export function log(): Middleware {
  return async (request, _services, next) => {
    const start = performance.now()
    const response = await next()
    request.log('request', {
      level: levelOf(response.status),
      status: response.status,
      ms: Math.round((performance.now() - start) * 10) / 10,
    })
    return response
  }
}

function levelOf(status: number): 'error' | 'warn' | 'info' {
  // A refusal under load; the cause has its own entry.
  if (status === 503) return 'warn'
  // A 501 is caused by the client.
  return status >= 500 && status !== 501 ? 'error' : 'info'
}
