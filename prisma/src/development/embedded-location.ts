// This file imports nothing, so that a process can find the embedded database without loading it.

/**
 * The connection string of the embedded database at a port.
 *
 * @example
 * embeddedUrl(54320) // 'postgres://postgres:postgres@127.0.0.1:54320/…'
 */
export function embeddedUrl(port: number): string {
  return `postgres://postgres:postgres@127.0.0.1:${port}/postgres?sslmode=disable`
}

/**
 * The file that contains the port while the embedded database of the folder runs.
 *
 * @example
 * readFileSync(embeddedPortFile('.gimbal/database'), 'utf8') // '54320'
 */
export function embeddedPortFile(folder: string): string {
  return `${folder}.port`
}
