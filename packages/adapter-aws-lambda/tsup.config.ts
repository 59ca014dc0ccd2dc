import { defineConfig, type Options } from 'tsup'
import { library, server } from '../../tsup.base.ts'
import { zipFunction } from './scripts/zip-function.ts'

/** The two functions of the reference API, which share their code, and the zip for Lambda. */
const functions: Options = {
  ...server,
  entry: { function: 'app/function.ts', stream: 'app/stream.ts' },
  outDir: 'dist-function',
  splitting: true,
  // Half the bytes to parse in a cold start; names stay, so that stack traces can be read.
  esbuildOptions: (options, context) => {
    server.esbuildOptions?.(options, context)
    options.minifySyntax = true
    options.minifyWhitespace = true
  },
  // Without a package.json beside them, only this ending makes them ES modules.
  outExtension: () => ({ js: '.mjs' }),
  onSuccess: () => zipFunction(new URL('dist-function/', import.meta.url)),
}

export default defineConfig([library, functions]) as Options[]
