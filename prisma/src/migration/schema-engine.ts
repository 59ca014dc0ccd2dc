import { readFile } from 'node:fs/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum, bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { ErrorRegistry, SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

/**
 * Runs `work` with Prisma's schema engine, as WebAssembly: the engine of `prisma migrate`, without
 * the download of a native binary.
 *
 * @example
 * await withSchemaEngine(url, (engine) => engine.version())
 */
export async function withSchemaEngine<Result>(
  databaseUrl: string,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const Engine = await loadEngine()
  const { factory, dispose } = adapterFactory(databaseUrl)
  const bound = bindMigrationAwareSqlAdapterFactory(factory)
  try {
    const engine = await Engine.new({ datamodels: undefined }, () => undefined, bound)
    try {
      return await work(engine)
    } finally {
      engine.free()
    }
  } catch (error) {
    throw driverError(error, bound.errorRegistry)
  } finally {
    await dispose()
  }
}

/** An error of the driver passes through WebAssembly as a number only. */
function driverError(error: unknown, registry: ErrorRegistry): unknown {
  const id = /External error id#(\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
  return (id !== undefined && registry.consumeError(Number(id))?.error) || error
}

function adapterFactory(connectionString: string) {
  const inner = new PrismaPg({ connectionString, max: 2, connectionTimeoutMillis: 10_000 })
  const opened: SqlDriverAdapter[] = []
  const open = async (connecting: Promise<SqlDriverAdapter>): Promise<SqlDriverAdapter> => {
    const adapter = completed(await connecting)
    opened.push(adapter)
    return adapter
  }
  return {
    factory: {
      provider: 'postgres' as const,
      adapterName: inner.adapterName,
      connect: () => open(inner.connect()),
      connectToShadowDb: () => open(inner.connectToShadowDb()),
    },
    // The engine leaves its pool open, and an open pool keeps the process alive.
    dispose: () => Promise.allSettled(opened.map((adapter) => adapter.dispose())),
  }
}

interface Pool {
  query: (query: unknown) => Promise<PoolResult | PoolResult[]>
}

interface PoolResult {
  readonly fields: { dataTypeID: number }[]
  readonly rows: unknown[][]
}

/** Makes up for two things that adapter-pg does not do and the engine needs. */
function completed(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const pool = (adapter as unknown as { underlyingDriver: () => Pool }).underlyingDriver()
  const query = pool.query.bind(pool)
  // It splits a script at each `;`, inside strings and function bodies too; Postgres does not.
  adapter.executeScript = async (script) => {
    await query(script)
  }

  // It refuses the catalogue's type "char" (18). We show it a text, and the engine a character.
  const charColumns = new WeakMap<unknown[][], number[]>()
  pool.query = async (text) => {
    const result = await query(text)
    if (Array.isArray(result)) return result // a script of several statements
    const chars = result.fields.filter((field) => field.dataTypeID === 18)
    charColumns.set(
      result.rows,
      chars.map((field) => result.fields.indexOf(field)),
    )
    for (const field of chars) field.dataTypeID = 25
    return result
  }
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (sql) => {
    const result = await queryRaw(sql)
    for (const at of charColumns.get(result.rows) ?? [])
      result.columnTypes[at] = ColumnTypeEnum.Character
    return result
  }
  return adapter
}

let loading: Promise<typeof SchemaEngine> | undefined

function loadEngine(): Promise<typeof SchemaEngine> {
  loading ??= instantiate()
  return loading
}

// The package's entry imports its .wasm file as a module, which Node does only behind a flag.
async function instantiate(): Promise<typeof SchemaEngine> {
  const glue = bindings as unknown as WebAssembly.ModuleImports & {
    __wbg_set_wasm: (exports: WebAssembly.Exports) => void
    SchemaEngine: typeof SchemaEngine
  }
  const entry = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = await readFile(new URL('schema_engine_bg.wasm', entry))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  const start = instance.exports['__wbindgen_start'] as () => void
  start()
  return glue.SchemaEngine
}
