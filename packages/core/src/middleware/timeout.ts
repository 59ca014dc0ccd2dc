import { stopSource } from '../streaming/byte-stream.ts'
import { exchangeOf } from '../pipeline/request-view.ts'
import { problemResponse } from '../pipeline/create-response.ts'
import type { Middleware } from '../contract/types.ts'
import type { HttpResponse } from '../contract/http-response.ts'

/**
 * Responds with 503 if a handler takes longer than `milliseconds`. `request.signal` aborts; a handler
 * that ignores it continues, and its response is dropped.
 *
 * @example
 * createApp({ routes, use: [requestId(), log(), timeout(10_000)] })
 */
export function timeout(milliseconds: number): Middleware {
  return async (request, _services, next) => {
    let timer: unknown
    const late = new Promise<HttpResponse>((resolve) => {
      timer = setTimeout(() => {
        resolve(problemResponse(503, { code: 'unavailable' }))
        const reason = new DOMException(`no response within ${milliseconds} ms`, 'TimeoutError')
        exchangeOf(request).abort(reason)
      }, milliseconds)
    })
    const pending = next()
    try {
      const response = await Promise.race([pending, late])
      // A late response must not keep its source open.
      void pending.then((made) => made === response || stopSource(made.body))
      return response
    } finally {
      clearTimeout(timer as number)
    }
  }
}
