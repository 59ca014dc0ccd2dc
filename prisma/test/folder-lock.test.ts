import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lockFolder } from '../src/development/folder-lock.ts'

let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gimbal-lock-'))
})

afterAll(() => rm(root, { recursive: true, force: true }))

test('a locked folder cannot be locked again until it is unlocked', () => {
  const folder = join(root, 'unlocked')
  const unlock = lockFolder(folder)
  expect(unlock).toBeTypeOf('function')
  expect(lockFolder(folder)).toBeUndefined()
  unlock?.()
  const unlockAgain = lockFolder(folder)
  expect(unlockAgain).toBeTypeOf('function')
  unlockAgain?.()
})

test('the lock of another process holds while that process is suspended, and ends with kill -9', async () => {
  const folder = join(root, 'killed')
  const module = new URL('../src/development/folder-lock.ts', import.meta.url).href
  const script = `import { lockFolder } from '${module}'
    console.log(lockFolder(process.argv[1]) ? 'locked' : 'in use')
    setInterval(() => {}, 1000)`
  const args = [
    '--disable-warning=ExperimentalWarning',
    '--input-type=module',
    '-e',
    script,
    folder,
  ]
  const owner = spawn(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } })
  const exit = once(owner, 'exit')
  try {
    const [line] = (await once(owner.stdout, 'data')) as [Buffer]
    expect(String(line)).toBe('locked\n')
    owner.kill('SIGSTOP')
    expect(lockFolder(folder)).toBeUndefined()
  } finally {
    owner.kill('SIGKILL')
    await exit
  }
  const unlock = lockFolder(folder)
  expect(unlock).toBeTypeOf('function')
  unlock?.()
})
