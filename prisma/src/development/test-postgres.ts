import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { preparePostgres, type PostgresUser } from './postgres-binaries.ts'

export interface TestPostgres {
  readonly url: string
  /** Stops the server and deletes its data. */
  readonly stop: () => Promise<void>
  /** Stops the server like a crash (`pg_ctl stop -m immediate`) and keeps its data. */
  readonly kill: () => Promise<void>
  /** Kills the server if it runs, and starts it again on the same port. */
  readonly restart: () => Promise<void>
}

/**
 * Starts a real Postgres 18 on a free port of the loopback interface, with its data in the temporary
 * folder. The server ends when this process ends, even after `kill -9`.
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
  const { binaries, user } = await preparePostgres(folder)
  const data = join(folder, 'data')
  const flags = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync']
  await promisify(execFile)(binaries.initdb, ['-D', data, ...flags], user)

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

async function startServer(command: readonly string[], user: PostgresUser): Promise<ChildProcess> {
  const server = spawn('/bin/sh', ['-c', WRAPPER, 'postgres-wrapper', ...command], {
    ...user,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const log = await readUntil(server.stderr, STARTED_OR_FAILED)
  // A full pipe would stop the server, so the rest of its log is read and ignored.
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
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

// A client that connects too early also logs FATAL: "the database system is starting up".
const STARTED_OR_FAILED = /ready to accept connections|FATAL:(?! +the database system is)|PANIC/

// Stops the server when standard input closes, which happens however this process ends.
const WRAPPER = '"$@" & server=$!; cat >/dev/null; kill -QUIT $server; wait $server'

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  shared_buffers: '16MB',
}
