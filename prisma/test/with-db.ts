import { createDb, type Db } from '../src/client/node.ts'

/** Runs `work` with a client and disconnects the client afterwards. */
export async function withDb<Result>(
  url: string,
  work: (db: Db) => PromiseLike<Result>,
): Promise<Result> {
  const db = createDb(url)
  try {
    return await work(db)
  } finally {
    await db.$disconnect()
  }
}

/** Creates an empty database on the server of the URL, and returns its own URL. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await withDb(serverUrl, (db) => db.$executeRawUnsafe(`CREATE DATABASE "${name}"`))
  return serverUrl.replace(/\/postgres$/, `/${name}`)
}
