import { PGlite } from '@electric-sql/pglite'
import { embeddedUrl } from './embedded-url.ts'
import { serveEmbedded } from './embedded-server.ts'

export interface EmbeddedDatabase {
  readonly url: string
  readonly stop: () => Promise<void>
}

/**
 * Starts Postgres compiled to WebAssembly on a TCP port; the data lives in `folder`. All clients
 * share its one session and take turns, which is enough for development.
 *
 * @example
 * const { url, stop } = await startEmbeddedDatabase({ folder: '.gimbal/database', port: 0 })
 */
export async function startEmbeddedDatabase(options: {
  readonly folder: string
  readonly port: number
}): Promise<EmbeddedDatabase> {
  const db = await PGlite.create({ dataDir: options.folder })
  const server = await serveEmbedded(db, options.port)
  return {
    url: embeddedUrl(server.port),
    stop: async () => {
      await server.stop()
      await db.close()
    },
  }
}
