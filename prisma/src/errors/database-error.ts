/** The meaning of a database error, independent of driver and host. */
export type DatabaseError =
  | { readonly kind: 'unique' | 'foreign_key'; readonly constraint: string | undefined }
  | { readonly kind: 'not_found' | 'out_of_range' | 'invalid_text' | 'too_large' }
  | { readonly kind: 'unavailable'; readonly reason: UnavailableReason }

/**
 * Why the database gave no result. With `connection_lost` and `timeout` a write may have been
 * applied; with the other reasons it has not.
 */
export type UnavailableReason =
  'unreachable' | 'too_many_connections' | 'pool_wait' | 'connection_lost' | 'timeout' | 'conflict'
