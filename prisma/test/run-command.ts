import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface CommandResult {
  readonly code: number
  readonly output: string
}

/**
 * Runs a database command as a process, like its script in package.json, but without a terminal.
 *
 * @example
 * await runCommand(['status'], { DATABASE_URL: url }) // { code: 0, output: '…' }
 */
export function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const command = ['--conditions=@gimbal/source', SCRIPT, ...args]
  const full = {
    ...process.env,
    NODE_OPTIONS: '',
    // Compiles the sources once for all commands, which halves the start of the process.
    NODE_COMPILE_CACHE: join(tmpdir(), 'gimbal-compile-cache'),
    // Empty and not unset, so that the .env file of a developer does not set it.
    DATABASE_URL: '',
    ...env,
  }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, command, { env: full }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr })
    })
    child.stdin?.end()
  })
}

const SCRIPT = fileURLToPath(new URL('../../scripts/db.ts', import.meta.url))
