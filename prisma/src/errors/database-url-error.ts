/**
 * Thrown when a connection string cannot be used; the message never contains its value.
 *
 * @example
 * if (error instanceof DatabaseUrlError) console.error(error.message)
 */
export class DatabaseUrlError extends TypeError {
  override readonly name = 'DatabaseUrlError'
}
