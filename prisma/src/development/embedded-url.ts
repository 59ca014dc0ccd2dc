/**
 * Where the embedded database is to be found, in a file of its own: who only asks need not load it.
 *
 * @example
 * embeddedUrl(54320) // 'postgres://postgres:postgres@127.0.0.1:54320/…'
 */
export function embeddedUrl(port: number): string {
  return `postgres://postgres:postgres@127.0.0.1:${port}/postgres?sslmode=disable`
}

/**
 * The file that tells others the port, as long as the database of that folder runs.
 *
 * @example
 * readFileSync(embeddedPortFile('.gimbal/database'), 'utf8') // '54320'
 */
export function embeddedPortFile(folder: string): string {
  return `${folder}.port`
}
