/**
 * Returns the line of an error that gives the reason. Text between backticks is replaced, because
 * Prisma
 * writes parts of the connection string there.
 *
 * @example
 * firstLine(new Error('User `ada` was denied access')) // 'User … was denied access'
 */
export function firstLine(error: unknown): string {
  const lines = errorMessage(error)
    .split('\n')
    .filter((text) => text.trim() !== '')
  // Prisma's client writes the call first and the reason last.
  const line = /^Invalid .* invocation/.test(lines[0] ?? '') ? lines.at(-1) : lines[0]
  return (line ?? 'It failed without a message').trim().replaceAll(/`[^`]*`/g, '…')
}

/**
 * The message of an `Error`, or any other thrown value as text.
 *
 * @example
 * errorMessage('refused') // 'refused'
 */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
