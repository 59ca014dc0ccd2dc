import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importCircles, sourceFiles } from './import-circles.ts'

const root = join(import.meta.dirname, '../..')

test('no file of the repository imports itself through others', () => {
  const files = sourceFiles(root)
  expect(files.length).toBeGreaterThan(500)
  expect(importCircles(root, files)).toEqual([])
})

test('finds a circle of value and type imports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-circle-'))
  try {
    writeFileSync(join(folder, 'a.ts'), `import { b } from './b.ts'\nexport const a = b\n`)
    writeFileSync(join(folder, 'b.ts'), `export * from './c.ts'\nexport const b = 1\n`)
    writeFileSync(
      join(folder, 'c.ts'),
      `import type { a } from './a.ts'\nexport type C = typeof a\n`,
    )
    writeFileSync(join(folder, 'd.ts'), `import './a.ts'\n`)
    expect(importCircles(folder, ['d.ts', 'a.ts', 'b.ts', 'c.ts'])).toEqual([
      ['a.ts', 'b.ts', 'c.ts', 'a.ts'],
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
