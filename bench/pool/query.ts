/** A short query that keeps its connection busy for a moment. */
export const QUERY = 'SELECT pg_sleep(0.005)::text'
