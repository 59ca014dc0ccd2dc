import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const ceiling = 12 * 1024

test('an app with router, JSON and problems is at most 12 KiB, minified and gzipped', async () => {
  const { code, files } = await bundle(
    `export { createApp, route, text, problem } from '@gimbal/core'`,
  )
  const size = gzipSync(code, { level: 9 }).length
  expect(size, `largest first, in bytes before gzip:\n${files}`).toBeLessThanOrEqual(ceiling)
})

test.each(['', '/middleware', '/adapter', '/testing'])(
  '@gimbal/core%s imports no package and uses no API of one runtime',
  async (subpath) => {
    const { code } = await bundle(`export * from '@gimbal/core${subpath}'`)
    expect(leaksOf(code)).toEqual([])
  },
)

test('names a leak', () => {
  expect(leaksOf(`import{x}from"node:fs";export const y=process.env.HOME+Buffer.from("")`)).toEqual(
    ['import "node:fs"', 'process', 'Buffer'],
  )
})

interface Bundle {
  readonly code: string
  /** The size that each source file adds, as lines for a message. */
  readonly files: string
}

async function bundle(contents: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    conditions: ['@gimbal/source'],
    // Left in the output, so that the build does not fail and the test can name them.
    external: ['node:*'],
    legalComments: 'none',
    metafile: true,
    write: false,
  })
  const parts = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))
  const files = parts
    .map(([file, { bytesInOutput }]) => [bytesInOutput, file.replace(/^.*packages\//, '')] as const)
    .sort(([a], [b]) => b - a)
    .map(([bytes, file]) => `${String(bytes).padStart(6)} ${file}`)
  return { code: outputFiles[0]!.text, files: files.join('\n') }
}

/** Undeclared names of one runtime and imports, which a minifier leaves unchanged. */
function leaksOf(code: string): string[] {
  const imports = [...code.matchAll(/(?:\bfrom|\bimport|\brequire\()\s*(["'][^"']+["'])/g)]
  const globals = ['process', 'Buffer', 'window', 'document', 'require', 'Deno', 'Bun', '__dirname']
  return [
    ...imports.map((found) => `import ${found[1]!}`),
    ...globals.filter((name) =>
      new RegExp(`(?<![\\w$.#'"\`-])${name}(?![\\w$'"\`-])(?!:)`).test(code),
    ),
  ]
}
