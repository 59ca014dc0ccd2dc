import { seal } from './gate.ts'
import type { HostResponse } from './host-types.ts'
import { NOSNIFF } from './outside.ts'
import { problemResponse } from './response.ts'

/** The canonical error for what never reaches an app: a request the host's parser refused, say. */
export function errorResponse(status: number, code?: string): HostResponse {
  return seal(problemResponse(status, { code, headers: NOSNIFF }), { method: 'GET', close: true })
}
