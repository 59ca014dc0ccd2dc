/** A short piece of work, during which the connection is taken. */
export const QUERY = 'SELECT pg_sleep(0.005)::text'
