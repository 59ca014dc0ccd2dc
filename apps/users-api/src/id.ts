/**
 * Reads a row's id from a URL; `undefined` if no row can have it, which saves a query.
 *
 * @example
 * readId('42') // 42
 * readId('042') // undefined: one row has one address
 */
export function readId(text: string): number | undefined {
  if (!/^[1-9]\d{0,9}$/.test(text)) return undefined
  const id = Number(text)
  return id <= LARGEST ? id : undefined
}

// The range of Postgres' `integer`; a larger number would be a database error.
const LARGEST = 2_147_483_647
