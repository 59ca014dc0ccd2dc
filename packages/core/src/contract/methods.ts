/** The methods that have a meaning here, in the order of an Allow header; any other is a 501. */
export const methods = [
  'GET',
  'HEAD',
  'QUERY',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
] as const

/** The methods that a route may have. Core answers HEAD by the GET route, and OPTIONS by itself. */
export type Method = Exclude<(typeof methods)[number], 'HEAD' | 'OPTIONS'>
