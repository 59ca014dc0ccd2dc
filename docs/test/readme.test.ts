import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
// Beside the packages, so that the example can resolve them by name.
const folder = mkdtempSync(join(root, 'docs/.readme-'))
let server: ChildProcess | undefined
afterAll(() => {
  server?.kill()
  rmSync(folder, { recursive: true })
})

test('the first example of the README runs unchanged and responds with 201, then 409', async () => {
  const [, code = ''] = /^```ts\n(\/\/ server\.ts\n[^]*?)^```$/m.exec(readme())!
  const file = join(folder, 'server.ts')
  writeFileSync(file, code.replace('port: 3000', 'port: 0'))
  server = spawn(process.execPath, ['--conditions=@gimbal/source', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve) => {
    server?.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const found = /^listens on (\S+)$/m.exec(text)?.[1]
      if (found !== undefined) resolve(found)
    })
  })
  const create = (): Promise<Response> =>
    fetch(`${url}/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Ada', email: 'ada@example.com' }),
    })
  const created = await create()
  expect([created.status, created.headers.get('location')]).toEqual([201, '/users/1'])
  expect(await created.json()).toEqual({ id: 1, name: 'Ada' })
  const refused = await create()
  expect(refused.status).toBe(409)
  expect(await refused.json()).toMatchObject({ code: 'email_taken' })
})

test('the README names only files and folders that exist', () => {
  for (const page of ['README.md', 'AGENTS.md', 'CONTRIBUTING.md']) {
    const links = readFileSync(join(root, page), 'utf8').matchAll(/\]\(([\w./-]+)(?:#[\w-]+)?\)/g)
    for (const [, path = ''] of links)
      expect(() => readPath(path), `${page}: ${path}`).not.toThrow()
  }
})

function readme(): string {
  return readFileSync(join(root, 'README.md'), 'utf8')
}

function readPath(path: string): void {
  try {
    readFileSync(join(root, path))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EISDIR') throw error
  }
}
