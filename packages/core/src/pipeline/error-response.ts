import { finalizeResponse } from './finalize-response.ts'
import type { AdapterResponse } from '../contract/adapter-types.ts'
import { NOSNIFF } from './headers-outside.ts'
import { problemResponse } from './create-response.ts'

/** The canonical error for what never reaches an app: a request the host's parser refused, say. */
export function errorResponse(status: number, code?: string): AdapterResponse {
  return finalizeResponse(problemResponse(status, { code, headers: NOSNIFF }), {
    method: 'GET',
    close: true,
  })
}
