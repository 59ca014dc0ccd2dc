import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The supported compilers, by version and package name. */
export const compilers = {
  '5.9': 'typescript-5.9',
  '6.0': 'typescript',
  '7.0': 'typescript-7',
} as const
export type Compiler = keyof typeof compilers

/** The errors of a compiler, and its counts with `--extendedDiagnostics`. */
export interface Compilation {
  readonly errors: string
  readonly instantiations: number
}

const core = fileURLToPath(new URL('../..', import.meta.url))

/** The output folder of the tests, inside the package so that schema libraries resolve. */
export const generated: string = join(core, 'test/types/generated')

/** Writes core's declarations, as users get them, to `generated/core`. */
export async function emitCore(): Promise<Compilation> {
  const source = join(core, 'src')
  const config = writeConfig('tsconfig.core.json', {
    extends: join(core, '../../tsconfig.base.json'),
    compilerOptions: {
      noEmit: false,
      emitDeclarationOnly: true,
      rootDir: source,
      outDir: join(generated, 'core'),
    },
    files: ['index.ts', 'adapter.ts', 'middleware/index.ts'].map((file) => join(source, file)),
  })
  return run('6.0', ['-p', config])
}

/** Compiles files against core's declarations, strictly. */
export async function compile(
  compiler: Compiler,
  project: { readonly name: string; readonly files: readonly string[] },
  options: Readonly<Record<string, unknown>> = {},
): Promise<Compilation> {
  const compilerOptions = { ...strictly, ...options }
  const name = `tsconfig.${project.name}.${compiler}.json`
  const config = writeConfig(name, { compilerOptions, files: project.files })
  return run(compiler, ['-p', config, '--extendedDiagnostics'])
}

const strictly = {
  target: 'ES2022',
  module: 'ESNext',
  moduleResolution: 'bundler',
  lib: ['ES2023', 'WebWorker'],
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  paths: {
    '@gimbal/core': [join(generated, 'core/index.d.ts')],
    '@gimbal/core/*': [join(generated, 'core/*.d.ts'), join(generated, 'core/*/index.d.ts')],
  },
}

function writeConfig(name: string, content: object): string {
  const path = join(generated, name)
  mkdirSync(generated, { recursive: true })
  writeFileSync(path, JSON.stringify(content, null, 2))
  return path
}

async function run(compiler: Compiler, args: readonly string[]): Promise<Compilation> {
  const tsc = join(core, 'node_modules', compilers[compiler], 'bin/tsc')
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [tsc, ...args, '--pretty', 'false'], (error, stdout, stderr) => {
      resolve(stdout + stderr + (error && !stdout ? error.message : ''))
    })
  })
  const errors = output.split('\n').filter((line) => /error TS|^ {2,}\S|Error:/.test(line))
  return {
    errors: errors.join('\n'),
    instantiations: Number(/^Instantiations:\s+(\d+)/m.exec(output)?.[1]),
  }
}
