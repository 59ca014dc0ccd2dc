/** The supported methods, in the order of an Allow header; any other is a 501. */
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

/**
 * The methods that a route may have. For HEAD core runs the GET route; it responds to OPTIONS
 * itself.
 */
export type Method = Exclude<(typeof methods)[number], 'HEAD' | 'OPTIONS'>
