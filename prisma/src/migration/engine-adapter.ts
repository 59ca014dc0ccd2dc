import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'

/**
 * Creates the driver adapter through which the schema engine reaches the database.
 *
 * @example
 * const { factory, dispose } = createEngineAdapter('postgres://postgres@127.0.0.1/postgres')
 */
export function createEngineAdapter(connectionString: string): {
  readonly factory: SqlMigrationAwareDriverAdapterFactory
  readonly dispose: () => Promise<unknown>
} {
  const inner = new PrismaPg({ connectionString, max: 2, connectionTimeoutMillis: 10_000 })
  const adapters: SqlDriverAdapter[] = []
  const connect = async (connecting: Promise<SqlDriverAdapter>): Promise<SqlDriverAdapter> => {
    const adapter = patchAdapter(await connecting)
    adapters.push(adapter)
    return adapter
  }
  return {
    factory: {
      provider: 'postgres',
      adapterName: inner.adapterName,
      connect: () => connect(inner.connect()),
      connectToShadowDb: () => connect(inner.connectToShadowDb()),
    },
    // The engine does not close its pool, and an open pool keeps the process alive.
    dispose: () => Promise.allSettled(adapters.map((adapter) => adapter.dispose())),
  }
}

interface Pool {
  query: (query: unknown) => Promise<PoolResult | PoolResult[]>
}

interface PoolResult {
  readonly fields: { dataTypeID: number }[]
  readonly rows: unknown[][]
}

/** Adds two things that the engine needs and adapter-pg does not do. */
function patchAdapter(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const pool = (adapter as unknown as { underlyingDriver: () => Pool }).underlyingDriver()
  const query = pool.query.bind(pool)
  // adapter-pg splits a script at each `;`, also inside strings and function bodies. Postgres itself
  // splits it correctly.
  adapter.executeScript = async (script) => {
    await query(script)
  }

  // adapter-pg refuses the type "char" of the system catalogue. It sees the column as text here, and
  // the engine sees it as a character.
  const charColumns = new WeakMap<unknown[][], number[]>()
  pool.query = async (text) => {
    const result = await query(text)
    if (Array.isArray(result)) return result // a script of several statements
    const chars = result.fields.filter((field) => field.dataTypeID === CHAR_OID)
    charColumns.set(
      result.rows,
      chars.map((field) => result.fields.indexOf(field)),
    )
    for (const field of chars) field.dataTypeID = TEXT_OID
    return result
  }
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (sql) => {
    const result = await queryRaw(sql)
    for (const index of charColumns.get(result.rows) ?? [])
      result.columnTypes[index] = ColumnTypeEnum.Character
    return result
  }
  return adapter
}

const CHAR_OID = 18
const TEXT_OID = 25
