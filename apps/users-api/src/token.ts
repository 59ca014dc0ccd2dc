import { createHash, randomBytes } from 'node:crypto'

/**
 * Makes an access token: 256 random bits, as 43 base64url characters.
 *
 * @example
 * const accessToken = createToken()
 */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * Returns what the database keeps of a token, its SHA-256; `undefined` for a text that cannot be a token.
 *
 * @example
 * const tokenHash = hashToken(token)
 */
export function hashToken(token: string): string | undefined {
  // So no broken token costs a query.
  if (!/^[\w-]{43}$/.test(token)) return undefined
  // No salt and no stretching: 256 random bits cannot be guessed.
  return createHash('sha256').update(token).digest('hex')
}
