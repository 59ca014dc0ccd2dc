import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface CommandResult {
  readonly code: number
  readonly output: string
}

/**
 * Runs a database command as its script in package.json does, without a terminal.
 *
 * @example
 * await runCommand(['status'], { DATABASE_URL: url }) // { code: 0, output: '…' }
 */
export function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const command = ['--conditions=@gimbal/source', SCRIPT, ...args]
  // Empty rather than unset: a .env of the developer does not fill it in then.
  const full = { ...process.env, NODE_OPTIONS: '', DATABASE_URL: '', ...env }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, command, { env: full }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr })
    })
    child.stdin?.end()
  })
}

const SCRIPT = fileURLToPath(new URL('../../scripts/db.ts', import.meta.url))
