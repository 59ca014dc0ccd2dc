import { readFile } from 'node:fs/promises'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

/**
 * Loads the WebAssembly module of the schema engine once per process.
 *
 * @example
 * const Engine = await loadSchemaEngine()
 */
export function loadSchemaEngine(): Promise<typeof SchemaEngine> {
  loading ??= instantiate()
  return loading
}

let loading: Promise<typeof SchemaEngine> | undefined

// The package imports its .wasm file as a module, which Node allows only behind a flag.
async function instantiate(): Promise<typeof SchemaEngine> {
  const glue = bindings as unknown as WebAssembly.ModuleImports & {
    __wbg_set_wasm: (exports: WebAssembly.Exports) => void
    SchemaEngine: typeof SchemaEngine
  }
  const entry = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = await readFile(new URL('schema_engine_bg.wasm', entry))
  const { instance } = await WebAssembly.instantiate(bytes, { [GLUE_MODULE]: glue })
  glue.__wbg_set_wasm(instance.exports)
  const start = instance.exports['__wbindgen_start'] as () => void
  start()
  return glue.SchemaEngine
}

// The .wasm file imports its glue code by this name.
const GLUE_MODULE = './schema_engine_bg.js'
