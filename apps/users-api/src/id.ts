/**
 * Reads a row's id from a URL; `undefined` where no row can have it, so that the database is not asked.
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

// Postgres' `integer`; a larger number would be an error of the database.
const LARGEST = 2_147_483_647
