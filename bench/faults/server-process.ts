import { fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A server in a separate process. */
export interface ServerProcess {
  readonly url: string
  /** The JSON log lines so far. */
  readonly log: () => readonly LogLine[]
  readonly isRunning: () => boolean
  readonly stop: () => Promise<void>
}

export interface LogLine {
  readonly level: string
  readonly message: string
  readonly id?: string
  readonly error?: { readonly message: string; readonly cause?: unknown }
}

/**
 * Starts `server.ts` and waits until it listens.
 *
 * @example
 * const { url, stop } = await startServer({ DATABASE_URL, POOL_SIZE: '5' })
 */
export async function startServer(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const file = fileURLToPath(new URL('server.ts', import.meta.url))
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-faults-'))
  // The log goes to a file: with a pipe, the server would wait for this process to read it.
  const log = join(folder, 'log')
  const descriptor = openSync(log, 'w')
  const child = fork(file, {
    execArgv: ['--conditions=@gimbal/source'],
    env: { ...process.env, ...env },
    stdio: ['ignore', descriptor, descriptor, 'ipc'],
  })
  closeSync(descriptor)
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const exited = once(child, 'exit')
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await exited
    process.off('exit', kill)
    await rm(folder, { recursive: true })
  }
  const started = await Promise.race([once(child, 'message'), exited])
  if (typeof started[0] !== 'string') {
    const output = readFileSync(log, 'utf8')
    await stop()
    throw new Error(`the server did not start:\n${output}`)
  }
  return {
    url: started[0],
    log: () => readLines(readFileSync(log, 'utf8')),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    stop,
  }
}

function readLines(output: string): LogLine[] {
  const lines = output.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}'))
  return lines.map((line) => JSON.parse(line) as LogLine)
}
