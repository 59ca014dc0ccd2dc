import type { HttpResponse } from '../contract/http-response.ts'
import { hasHeader } from '../http/headers.ts'
import { appendHeader } from './create-response.ts'

/** Adds `no-store` unless the handler set `cache-control`: guarded responses are for one client. */
export function noStore(response: HttpResponse): HttpResponse {
  return hasHeader(response.headers, 'cache-control')
    ? response
    : appendHeader(response, 'cache-control', 'no-store')
}
