import { rmSync, writeFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { embeddedPortFile, embeddedUrl } from './embedded-location.ts'
import { serveEmbedded } from './embedded-server.ts'

export interface EmbeddedDatabase {
  readonly url: string
  readonly stop: () => Promise<void>
}

/**
 * Starts Postgres, compiled to WebAssembly, on a TCP port. The data is in `folder`, or in memory if
 * there is no folder. All clients take turns in its only session, which is enough for development.
 *
 * @example
 * const { url, stop } = await startEmbeddedDatabase({ folder: '.gimbal/database', port: 0 })
 */
export async function startEmbeddedDatabase(options: {
  readonly folder?: string
  readonly port: number
}): Promise<EmbeddedDatabase> {
  const { folder } = options
  // A killed process leaves its port file behind, and another program may use that port now.
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
