import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Started } from './api.ts'

export interface StartedEntryPoint extends Required<Started> {
  /** Closes the pipes of the process's output. */
  readonly deafen: () => void
  /** Stops reading the pipes of the process's output, but leaves them open. */
  readonly stall: () => void
}

/**
 * Starts a Node entry point as its own process, from source, on a free port.
 *
 * @example
 * start: (env) => startEntryPoint(new URL('../app/server.ts', import.meta.url), env)
 */
export async function startEntryPoint(
  face: URL,
  env: Readonly<Record<string, string>>,
): Promise<StartedEntryPoint> {
  const child = spawnEntryPoint(face, env)
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const exited = once(child, 'exit')
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const found = /listens on (http:\S+)/.exec(output)?.[1]
        if (found !== undefined) resolve(found)
      })
    }
    child.once('exit', () => reject(new Error(`it did not start:\n${output}`)))
  })
  return {
    url,
    output: () => output,
    deafen: () => {
      child.stdout.destroy()
      child.stderr.destroy()
    },
    stall: () => {
      child.stdout.pause()
      child.stderr.pause()
    },
    stop: async () => {
      child.kill('SIGTERM')
      const [code] = (await exited) as [number | null]
      process.off('exit', kill)
      if (code !== 0) throw new Error(`it ended with ${String(code)}:\n${output.slice(-2000)}`)
    },
  }
}

/** Starts the process without waiting for it. */
export function spawnEntryPoint(
  face: URL,
  env: Readonly<Record<string, string>>,
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, ['--conditions=@gimbal/source', fileURLToPath(face)], {
    env: { ...process.env, ...env, HOST: '127.0.0.1', PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
