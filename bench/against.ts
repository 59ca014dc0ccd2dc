import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './table.ts'
import { measure, type MeasureOptions } from './measure.ts'
import { type RunningServer, startProcess, startServer } from './servers.ts'

/**
 * The servers with adapters of this repository; the servers by hand are the same in both commits.
 */
const OWN = ['node', 'express', 'hono'] as const
type Own = (typeof OWN)[number]

/**
 * The relative speed of this commit in each pass, by case and server: 1 means as fast as the other
 * commit.
 */
export type Ratios = ReadonlyMap<string, readonly number[]>

/**
 * Compares this commit with another in one run. Each runs its own servers, built from its own
 * sources; each pass restarts all of them and measures them by turns.
 */
export async function compareWith(
  ref: string,
  { passes, ...options }: MeasureOptions & { readonly passes: number },
): Promise<Ratios> {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-bench-'))
  const git = (...args: string[]): void => {
    execFileSync('git', args, { cwd: import.meta.dirname, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  git('worktree', 'add', '--force', '--detach', folder, ref)
  try {
    buildIn(folder)
    const ratios = new Map<string, number[]>()
    for (let pass = 0; pass < passes; pass++) {
      for (const [name, ratio] of await onePass(join(folder, 'bench'), options)) {
        const list = ratios.get(name) ?? []
        ratios.set(name, [...list, ratio])
      }
    }
    return ratios
  } finally {
    git('worktree', 'remove', '--force', folder)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Installs and builds the servers of the other commit with its own code. */
function buildIn(folder: string): void {
  const stdio = ['ignore', 'ignore', 'inherit'] as const
  execFileSync('npx', ['-y', 'pnpm@12', 'install', '--frozen-lockfile'], {
    cwd: folder,
    stdio: [...stdio],
  })
  const build = `import('./servers.ts').then(({ buildServers }) => buildServers())`
  execFileSync(process.execPath, ['--conditions=@gimbal/source', '--eval', build], {
    cwd: join(folder, 'bench'),
    stdio: [...stdio],
  })
}

async function onePass(
  otherBench: string,
  options: MeasureOptions,
): Promise<readonly (readonly [string, number])[]> {
  const start = async (name: Own, folder?: string): Promise<RunningServer> => {
    const server = await startServer(name, folder)
    // The table is keyed by name, so the other commit's servers get their own names.
    return folder ? { ...server, name: `${name}-by-hand` as RunningServer['name'] } : server
  }
  const servers = await Promise.all(OWN.flatMap((name) => [start(name), start(name, otherBench)]))
  const load = startProcess('load')
  try {
    const figures = await measure(servers, load, options)
    return [...figures].flatMap(([scenario, byServer]) =>
      OWN.map((name) => {
        const [now, other] = [name, `${name}-by-hand` as const].map((key) =>
          median(byServer.get(key) ?? []),
        )
        return [`${name}: ${scenario}`, other! / now!] as const
      }),
    )
  } finally {
    for (const server of servers) server.stop()
    load.disconnect()
  }
}
