import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  commandOf,
  createFolder,
  folders,
  installInto,
  node,
  packInto,
  type Tarball,
  writeJson,
} from './project.ts'

// Compilers and checkers are started many times here.
vi.setConfig({ testTimeout: 60_000 })

let folder: string
let project: string
let tarballs: readonly Tarball[]

beforeAll(async () => {
  folder = await createFolder()
  tarballs = await packInto(folder)
  project = await installInto(folder, tarballs)
}, 180_000)

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe.each(folders)('the tarball of %s', (name) => {
  const find = (): Tarball => tarballs.find((each) => each.name === `@gimbal/${name}`)!

  test('contains only the build, the README and the licence', () => {
    const { files } = find()
    expect(files).toContain('LICENSE')
    expect(
      files.filter((file) => !/^(?:dist\/|package\.json$|README\.md$|LICENSE$)/.test(file)),
    ).toEqual([])
  })

  test('contains every file that its exports name', () => {
    const { files, manifest } = find()
    for (const targets of Object.values(
      manifest.exports as Record<string, Record<string, string>>,
    )) {
      const { '@gimbal/source': _ours, ...published } = targets
      expect(Object.keys(published)).toEqual(['types', 'default'])
      for (const file of Object.values(published)) expect(files).toContain(file.slice('./'.length))
    }
  })

  test('depends only on versions that a registry can resolve', () => {
    const { manifest } = find()
    const { dependencies = {}, peerDependencies = {} } = manifest as Record<
      string,
      Record<string, string>
    >
    for (const version of Object.values({ ...dependencies, ...peerDependencies })) {
      expect(version).toMatch(/^[\^~\d]/)
    }
  })

  test('passes publint in strict mode', async () => {
    await node(folder, [await commandOf('publint'), '--strict', find().path])
  })

  test('resolves types in the same way as code', async () => {
    await node(folder, [
      await commandOf('@arethetypeswrong/cli'),
      '--profile',
      'esm-only',
      find().path,
    ])
  })
})

describe('a project that installs the tarballs', () => {
  test('runs every adapter from ESM', async () => {
    const { stdout } = await node(project, ['esm.mjs'])
    const hosts = ['core', 'node', 'express', 'fetch', 'hono', 'cloudflare', 'lambda']
    expect(JSON.parse(stdout)).toEqual(
      Object.fromEntries(hosts.map((host) => [host, 'Hello, Ada!'])),
    )
  })

  test('runs every adapter from CommonJS with require', async () => {
    const { stdout } = await node(project, ['commonjs.cjs'])
    expect(JSON.parse(stdout)).toEqual({ fetch: 'Hello, Ada!', functions: true })
  })

  test.each([
    { module: 'preserve', moduleResolution: 'bundler' },
    { module: 'node16', moduleResolution: 'node16' },
  ])('compiles against the declarations under $moduleResolution', async (resolution) => {
    const file = `tsconfig.${resolution.moduleResolution}.json`
    await writeJson(join(project, file), {
      compilerOptions: {
        ...resolution,
        target: 'es2023',
        lib: ['es2023'],
        types: ['node'],
        strict: true,
        exactOptionalPropertyTypes: true,
        // Also checks the declarations themselves, not only this file's use of them.
        skipLibCheck: false,
        noEmit: true,
      },
      files: ['types.ts'],
    })
    await node(project, [await commandOf('typescript'), '-p', file])
  })

  test('bundles a Worker for a runtime without Node', async () => {
    const { metafile } = await build({
      stdin: {
        contents: `import { toWorker } from '@gimbal/adapter-cloudflare'
          import { createApp } from '@gimbal/core'
          export default toWorker(createApp({ routes: {} }))`,
        resolveDir: project,
      },
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      conditions: ['workerd', 'worker', 'browser'],
      metafile: true,
      write: false,
    })
    expect(Object.keys(metafile.inputs).filter((file) => file.includes('/src/'))).toEqual([])
  })
})
