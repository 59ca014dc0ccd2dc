import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { watchSources } from './watch.ts'

let root: string
let changes: string[][]
let close: () => Promise<void>

beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'gimbal-watch-')))
  for (const folder of ['packages/one/src', 'apps/api/src', 'prisma']) {
    mkdirSync(join(root, folder), { recursive: true })
  }
  for (const file of ['packages/one/src/a.ts', 'apps/api/src/b.ts', 'apps/api/src/b.test.ts']) {
    writeFileSync(join(root, file), '1')
  }
  changes = []
  close = await watchSources(root, (files) => changes.push(files))
})
afterEach(async () => {
  await close()
  rmSync(root, { recursive: true, force: true })
})

/** Saves as many editors and `sed -i` do: a new file takes the name of the old one. */
function saveByRename(file: string, text: string): void {
  writeFileSync(join(root, `${file}~`), text)
  renameSync(join(root, `${file}~`), join(root, file))
}

test.each(['packages/one/src/a.ts', 'apps/api/src/b.ts'])(
  'reports each save of %s by rename',
  async (file) => {
    for (let save = 1; save <= 4; save++) {
      saveByRename(file, `save ${String(save)}`)
      await expect.poll(() => changes.length).toBe(save)
      expect(changes.at(-1)).toEqual([file])
    }
  },
)

test('reports saves in place, new and removed files, and the schema', async () => {
  writeFileSync(join(root, 'apps/api/src/b.ts'), 'changed')
  await expect.poll(() => changes.flat()).toEqual(['apps/api/src/b.ts'])
  writeFileSync(join(root, 'apps/api/src/c.ts'), 'new')
  await expect.poll(() => changes.flat()).toContain('apps/api/src/c.ts')
  rmSync(join(root, 'apps/api/src/c.ts'))
  await expect.poll(() => changes.flat().filter((file) => file.endsWith('c.ts'))).toHaveLength(2)
  writeFileSync(join(root, 'prisma/schema.prisma'), '')
  await expect.poll(() => changes.flat()).toContain('prisma/schema.prisma')
})

test('does not report tests and other files', async () => {
  writeFileSync(join(root, 'apps/api/src/b.test.ts'), 'changed')
  writeFileSync(join(root, 'apps/api/src/notes.md'), 'new')
  writeFileSync(join(root, 'apps/api/src/b.ts'), 'changed')
  await expect.poll(() => changes.flat()).toEqual(['apps/api/src/b.ts'])
})
