import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { build } from 'esbuild'

/** A server in a separate process. */
export interface RunningServer {
  readonly name: ServerName
  readonly port: number
  /** The process's CPU time so far, in microseconds. */
  readonly cpu: () => Promise<number>
  readonly stop: () => void
}

export type ServerName = (typeof serverNames)[number]

export const serverNames = [
  'node',
  'node-by-hand',
  'express',
  'express-by-hand',
  'hono',
  'hono-by-hand',
  'fastify-by-hand',
] as const

const folder = import.meta.dirname

/**
 * Bundles the packages of this repository into each server, as a published build has them. Hosts
 * and zod
 * are loaded from node_modules, as for users. So type stripping and export conditions cost
 * nothing.
 */
export async function buildServers(): Promise<void> {
  await build({
    entryPoints: [...serverNames.map((name) => `servers/${name}.ts`), 'load.ts'],
    absWorkingDir: folder,
    outdir: 'dist',
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    conditions: ['@gimbal/source'],
    external: ['@hono/*', 'express', 'fastify', 'hono', 'zod'],
    logLevel: 'warning',
  })
}

/** Starts a built server of this commit, or of the bench folder of another commit. */
export async function startServer(
  name: ServerName,
  bench: string = folder,
): Promise<RunningServer> {
  const child = startProcess(name, bench)
  const { port } = (await ask(child)) as { port: number }
  return {
    name,
    port,
    cpu: async () => {
      const { cpu } = (await ask(child, 'cpu')) as { cpu: NodeJS.CpuUsage }
      return cpu.user + cpu.system
    },
    stop: () => child.disconnect(),
  }
}

/** Starts one of the built files. */
export function startProcess(name: string, bench: string = folder): ChildProcess {
  return fork(join(bench, 'dist', `${name}.mjs`), {
    execArgv: [],
    env: { ...process.env, NODE_ENV: 'production' },
  })
}

/** Sends a message, if there is one, and waits for the next reply. */
export function ask(child: ChildProcess, message?: object | string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => {
      reject(new Error(`a process of the bench ended with code ${String(code)}`))
    }
    child.once('exit', onExit)
    child.once('message', (answer) => {
      child.off('exit', onExit)
      resolve(answer)
    })
    if (message !== undefined) child.send(message)
  })
}
