import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { ErrorRegistry } from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import { createEngineAdapter } from './engine-adapter.ts'
import { loadSchemaEngine } from './load-schema-engine.ts'

/**
 * Runs `work` with Prisma's schema engine, the engine of `prisma migrate`, as WebAssembly.
 *
 * The command `prisma migrate` does not do the job: it downloads a native engine from Prisma's
 * servers at its first use, which fails on a machine that reaches only a package registry.
 *
 * @example
 * await withSchemaEngine(url, (engine) => engine.version())
 */
export async function withSchemaEngine<Result>(
  databaseUrl: string,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const Engine = await loadSchemaEngine()
  const { factory, dispose } = createEngineAdapter(databaseUrl)
  const boundFactory = bindMigrationAwareSqlAdapterFactory(factory)
  try {
    const engine = await Engine.new({ datamodels: undefined }, () => undefined, boundFactory)
    try {
      return await work(engine)
    } finally {
      engine.free()
    }
  } catch (error) {
    throw driverError(error, boundFactory.errorRegistry)
  } finally {
    await dispose()
  }
}

/** Returns the error of the driver, which passes through WebAssembly only as a number. */
function driverError(error: unknown, registry: ErrorRegistry): unknown {
  const id = /External error id#(\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
  return (id !== undefined && registry.consumeError(Number(id))?.error) || error
}
