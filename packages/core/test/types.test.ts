import { readdirSync } from 'node:fs'
import { copyFile, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { compile, type Compilation, type Compiler, emitCore, generated } from './types/compile.ts'
import { generateFixture } from './types/generate.ts'

const patience = 120_000

beforeAll(async () => {
  expect((await emitCore()).errors).toBe('')
}, patience)

describe('the types of the contract', () => {
  const folder = join(generated, '..')
  const files = readdirSync(folder)
    .filter((file) => /^(?:positive|negative|twice)[a-z-]*\.ts$/.test(file))
    .map((file) => join(folder, file))
  const positive = files.filter((file) => file.includes('positive-'))

  it.each<Compiler>(['5.9', '6.0', '7.0'])(
    'compile, or fail to compile, as expected under TypeScript %s',
    async (compiler) => {
      const { errors } = await compile(compiler, { name: 'contract', files })
      expect(errors).toBe('')
    },
    patience,
  )

  it(
    'are imported only from @gimbal/core in the declarations of an app',
    async () => {
      const outDir = join(generated, 'declarations')
      const emit = { noEmit: false, declaration: true, emitDeclarationOnly: true, outDir }
      const { errors } = await compile(
        '7.0',
        { name: 'named', files: positive },
        { ...emit, rootDir: folder },
      )
      expect(errors).toBe('')
      const emitted = positive.map((file) => join(outDir, basename(file, '.ts') + '.d.ts'))
      const declarations = await Promise.all(emitted.map((file) => readFile(file, 'utf8')))
      const names = declarations.join('').matchAll(/import\("([^"]+)"\)/g)
      expect([...new Set([...names].map(([, name]) => name))].sort()).toEqual(['@gimbal/core'])
    },
    patience,
  )

  it(
    'need no compiler flags beyond strict',
    async () => {
      const looser = { noUncheckedIndexedAccess: false, exactOptionalPropertyTypes: false }
      const { errors } = await compile('7.0', { name: 'looser', files: positive }, looser)
      expect(errors).toBe('')
    },
    patience,
  )
})

// Counts of instantiations, not seconds: they are the same on every machine.
describe('the cost of types', () => {
  const compileRoutes = async (count: number): Promise<Compilation> => {
    const name = `routes-${count}`
    const folder = join(generated, name)
    generateFixture({ folder, files: count / 10 })
    const files = ['app.ts', 'client.ts'].map((file) => join(folder, file))
    return compile('6.0', { name, files })
  }
  let large: Compilation

  it(
    'stays below 400,000 instantiations for 300 routes and a client with 90 calls',
    async () => {
      large = await compileRoutes(300)
      expect(large.errors).toBe('')
      expect(large.instantiations).toBeLessThanOrEqual(400_000)
    },
    patience,
  )

  it(
    'grows linearly from 100 routes to 300',
    async () => {
      const small = await compileRoutes(100)
      expect(small.errors).toBe('')
      const first = small.instantiations / 100
      const further = (large.instantiations - small.instantiations) / 200
      expect(Math.abs(further / first - 1)).toBeLessThanOrEqual(0.15)
    },
    patience,
  )

  it(
    'costs a client of the declarations at most 10,000 instantiations',
    async () => {
      const routes = join(generated, 'routes-300')
      const outDir = join(generated, 'declarations-300')
      const emit = { noEmit: false, declaration: true, emitDeclarationOnly: true, outDir }
      // 7.0 is the fastest compiler; its declarations differ only in the order of members.
      const emitted = await compile(
        '7.0',
        { name: 'emit', files: [join(routes, 'routes.ts')] },
        { ...emit, rootDir: routes },
      )
      expect(emitted.errors).toBe('')
      const client = join(outDir, 'client.ts')
      await copyFile(join(routes, 'client.ts'), client)
      const { errors, instantiations } = await compile('6.0', { name: 'client', files: [client] })
      expect(errors).toBe('')
      expect(instantiations).toBeLessThanOrEqual(10_000)
    },
    patience,
  )
})
