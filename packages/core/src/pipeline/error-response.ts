import { seal } from './finalize-response.ts'
import type { HostResponse } from '../host/adapter-types.ts'
import { NOSNIFF } from './headers-outside.ts'
import { problemResponse } from './create-response.ts'

/** The canonical error for what never reaches an app: a request the host's parser refused, say. */
export function errorResponse(status: number, code?: string): HostResponse {
  return seal(problemResponse(status, { code, headers: NOSNIFF }), { method: 'GET', close: true })
}
