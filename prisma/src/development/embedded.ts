import { rmSync, writeFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { embeddedPortFile, embeddedUrl } from './embedded-url.ts'
import { serveEmbedded } from './embedded-server.ts'

export interface EmbeddedDatabase {
  readonly url: string
  readonly stop: () => Promise<void>
}

/**
 * Starts Postgres compiled to WebAssembly on a TCP port; the data lives in `folder`, or in memory
 * where none is given. All clients share its one session and take turns, which is enough for
 * development.
 *
 * @example
 * const { url, stop } = await startEmbeddedDatabase({ folder: '.gimbal/database', port: 0 })
 */
export async function startEmbeddedDatabase(options: {
  readonly folder?: string
  readonly port: number
}): Promise<EmbeddedDatabase> {
  const { folder } = options
  // What a killed process left behind would send others to a port of somebody else.
  if (folder !== undefined) rmSync(embeddedPortFile(folder), { force: true })
  const db = await PGlite.create(folder === undefined ? {} : { dataDir: folder })
  const server = await serveEmbedded(db, options.port)
  if (folder !== undefined) writeFileSync(embeddedPortFile(folder), String(server.port))
  return {
    url: embeddedUrl(server.port),
    stop: async () => {
      if (folder !== undefined) rmSync(embeddedPortFile(folder), { force: true })
      await server.stop()
      await db.close()
    },
  }
}
