import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const FILE = fileURLToPath(new URL('run-server-process.ts', import.meta.url))

it.each([
  { lifecycle: ['ends'], signal: 'SIGTERM', status: 0 },
  { lifecycle: ['ends'], signal: 'SIGUSR2', status: 1 },
  { lifecycle: ['ends', 'drain-throws'], signal: 'SIGTERM', status: 0 },
  { lifecycle: ['rejects'], signal: 'SIGTERM', status: 1 },
  { lifecycle: ['rejects'], signal: 'SIGUSR2', status: 1 },
  { lifecycle: ['hangs'], signal: 'SIGTERM', status: 0 },
] as const)(
  'a process whose close() $lifecycle ends after $signal with $status',
  async ({ lifecycle, signal, status }) => {
    const child = spawn(process.execPath, ['--conditions=@gimbal/source', FILE, ...lifecycle], {
      env: { ...process.env, PORT: '0', HOST: '127.0.0.1' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const kill = (): void => void child.kill('SIGKILL')
    process.once('exit', kill)
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    expect(String(line)).toMatch(/^Test listens on http:/)
    const exited = once(child, 'exit')
    child.kill(signal)
    expect(await exited).toEqual([status, null])
    process.off('exit', kill)
  },
  20_000,
)
