import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

export interface ChildOptions {
  /** The script and its arguments, run by this Node. */
  readonly command: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly onLine: (line: string) => void
}

export interface Child {
  readonly process: ChildProcess
  /** Resolves with words such as `code 1` or `SIGKILL`, when nothing of its group is left. */
  readonly ended: Promise<string>
  /** Asks the whole group to end, and makes it end after a while. */
  readonly stop: () => Promise<void>
}

/**
 * Starts a Node script as the leader of its own process group, on a leash: it cannot outlive us.
 *
 * @example
 * const child = startChild({ command: ['server.ts'], cwd, env: process.env, onLine: console.log })
 * await child.stop()
 */
export function startChild({ command, cwd, env, onLine }: ChildOptions): Child {
  const child = spawn(process.execPath, ['--import', LEASH, ...command], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const input of [child.stdout, child.stderr])
    if (input) createInterface({ input }).on('line', onLine)
  const ended = waitForEnd(child)
  return {
    process: child,
    ended,
    stop: async () => {
      signalGroup(child, 'SIGTERM')
      await Promise.race([ended, delay(GRACE, undefined, { ref: false })])
      signalGroup(child, 'SIGKILL')
      await ended
    },
  }
}

/** Ends a group at once, for the last moment before we exit ourselves. */
export function killChild(child: Child): void {
  signalGroup(child.process, 'SIGKILL')
}

async function waitForEnd(child: ChildProcess): Promise<string> {
  const words = await Promise.race([
    once(child, 'exit').then(([code, signal]) => String(signal ?? `code ${code}`)),
    once(child, 'error').then(([error]) => String(error)),
  ])
  // A leader that was killed leaves its children: wrangler leaves Node and two workerd.
  for (let waited = 0; signalGroup(child, waited < GRACE ? 'SIGTERM' : 'SIGKILL'); waited += 50)
    await delay(50)
  return words
}

/** False where the group has no process left. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): boolean {
  if (child.pid === undefined) return false
  try {
    return process.kill(-child.pid, signal)
  } catch {
    return false
  }
}

const LEASH = new URL('leash.ts', import.meta.url).href
const GRACE = 3_000
