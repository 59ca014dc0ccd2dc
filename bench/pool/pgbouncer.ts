import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Starts PgBouncer in transaction mode in front of a Postgres, with a pool of 10. It is the program of
 * Debian's package `pgbouncer`, or the one that PGBOUNCER names.
 */
export async function startPgBouncer(
  databaseUrl: string,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const { hostname, port: databasePort, username } = new URL(databaseUrl)
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-pgbouncer-'))
  await chmod(folder, 0o755)
  const port = await freePort()
  const users = join(folder, 'users.txt')
  const config = join(folder, 'pgbouncer.ini')
  await writeFile(users, `"${username}" ""\n`)
  await writeFile(
    config,
    `[databases]
postgres = host=${hostname} port=${databasePort} user=${username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${String(port)}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
default_pool_size = 10
max_client_conn = 1000
ignore_startup_parameters = extra_float_digits, statement_timeout
`,
  )
  // It refuses to run as root.
  const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const child = spawn(process.env['PGBOUNCER'] ?? 'pgbouncer', [config], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...asNobody,
  })
  let log = ''
  await new Promise<void>((resolve, reject) => {
    child.once('error', () => reject(new Error("install Debian's package pgbouncer")))
    child.once('exit', (code) => reject(new Error(`PgBouncer ended with ${String(code)}: ${log}`)))
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text
      if (log.includes('process up')) resolve()
    })
  })
  return {
    url: `postgres://${username}@127.0.0.1:${String(port)}/postgres`,
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
