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
 * Returns the form of a token that the database stores, its SHA-256; `undefined` if the text is
 * not a token.
 *
 * @example
 * const tokenHash = hashToken(token)
 */
export function hashToken(token: string): string | undefined {
  // A malformed token costs no query.
  if (!/^[\w-]{43}$/.test(token)) return undefined
  // No salt and no stretching: 256 random bits cannot be guessed.
  return createHash('sha256').update(token).digest('hex')
}
