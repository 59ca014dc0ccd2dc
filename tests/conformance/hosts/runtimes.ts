import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { type RunningProcess, startProcess } from './process.ts'

/** Bun.serve in a process of its own, with our sources as they are; `module` exports the handler. */
export async function startBun(module: URL = KIT): Promise<RunningProcess> {
  // So it is called on every platform.
  return startProcess(binary('bun', 'bin/bun.exe'), [
    CONDITIONS,
    script('bun-server.ts'),
    module.href,
  ])
}

/** Deno.serve in a process of its own, with our sources as they are; `module` exports the handler. */
export async function startDeno(module: URL = KIT): Promise<RunningProcess> {
  const name = process.platform === 'win32' ? 'deno.exe' : 'deno'
  const flags = [
    '--allow-net=127.0.0.1',
    `--allow-read=${fileURLToPath(new URL('../../../', import.meta.url))}`,
    '--no-lock',
    '--cached-only',
    CONDITIONS,
  ]
  return startProcess(binary('deno', name), [
    'run',
    ...flags,
    script('deno-server.ts'),
    module.href,
  ])
}

const KIT = new URL('kit-handler.ts', import.meta.url)
const CONDITIONS = '--conditions=@gimbal/source'
const requireHere = createRequire(import.meta.url)

// Not the file in `.bin`: it starts a second process, which would survive a kill.
function binary(name: string, path: string): string {
  return join(dirname(requireHere.resolve(`${name}/package.json`)), path)
}

function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}
