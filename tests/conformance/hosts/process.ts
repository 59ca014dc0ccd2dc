import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A host in a separate process. */
export interface RunningProcess {
  readonly url: string
  /** What it has printed to standard output so far. */
  readonly output: () => string
  readonly stop: () => Promise<void>
}

/**
 * Starts a program and waits until it prints its URL; `env` is added to the current environment.
 */
export async function startProcess(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningProcess> {
  // A separate process group: on Ctrl-C the tests themselves stop the host.
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  const kill = (): void => {
    try {
      process.kill(-(child.pid ?? Number.NaN), 'SIGKILL')
    } catch {
      // The process has already ended.
    }
  }
  process.once('exit', kill)
  const exited = once(child, 'exit')
  let errors = ''
  child.stderr
    .setEncoding('utf8')
    .on('data', (text: string) => (errors = (errors + text).slice(-4000)))
  const stop = async (): Promise<void> => {
    kill()
    await exited
    process.off('exit', kill)
  }
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  // Read on after the url, so that a full pipe never stops the host.
  const lines = createInterface({ input: child.stdout })
  const url = await new Promise<string | undefined>((resolve) => {
    lines.on('line', (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]
      if (found !== undefined) resolve(found)
    })
    lines.once('close', () => resolve(undefined))
  })
  if (url !== undefined) return { url, output: () => output, stop }
  await stop()
  throw new Error(`${command} did not start:\n${errors}`)
}
