import type { Middleware } from '@gimbal/core'

// #region metrics
/** Counts responses by route and status; `request.route` is a template, so it has few values. */
export const countResponses =
  (counts: Map<string, number>): Middleware =>
  async ({ method, route = 'none' }, _services, next) => {
    const response = await next()
    const key = `${method} ${route} ${String(response.status)}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
    return response
  }
// #endregion
