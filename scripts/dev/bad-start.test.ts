import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startPostgres } from '../../prisma/src/development/testing.ts'
import type { TestPostgres } from '../../prisma/src/development/testing.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const ROOT = join(import.meta.dirname, '../..')
const ENTRY_POINTS = [
  'packages/adapter-express/app/server.ts',
  'packages/adapter-hono-node/app/server.ts',
]

const URL_IS = 'it takes postgres://…, postgresql://…, prisma://… or prisma+postgres://…'
const silentAt = (place: string): string =>
  `the database ${place} does not answer: start it, or correct host and port in DATABASE_URL`

/** What is in the environment, and the one line that it leads to. */
const CASES: Record<string, [env: () => Record<string, string>, line: string]> = {
  'no DATABASE_URL': [() => ({ DATABASE_URL: '' }), `DATABASE_URL is not set: ${URL_IS}`],
  'a DATABASE_URL that is no URL': [
    () => ({ DATABASE_URL: 'secret' }),
    `DATABASE_URL is not a URL: ${URL_IS}`,
  ],
  'another kind of database': [
    () => ({ DATABASE_URL: 'mysql://user:secret@secret.test/secret' }),
    `DATABASE_URL has a scheme we do not know: ${URL_IS}`,
  ],
  'Accelerate without its key': [
    () => ({ DATABASE_URL: 'prisma://secret.test/' }),
    'DATABASE_URL has no api_key, which Accelerate asks for',
  ],
  'a port that is no number': [
    () => ({ PORT: 'secret' }),
    'PORT is not right: set it to a whole number from 0 to 65535',
  ],
  'a port that is out of range': [
    () => ({ PORT: '65536' }),
    'PORT is not right: set it to a whole number from 0 to 65535',
  ],
  'a delay that is no number': [
    () => ({ DRAIN_DELAY_MS: 'secret' }),
    'DRAIN_DELAY_MS is not right: set it to a whole number from 0 to 3600000',
  ],
  'an address of another machine': [
    () => ({ HOST: '203.0.113.7' }),
    'HOST is no address of this machine: correct it, or leave it out',
  ],
  'a port that is taken': [
    () => ({ PORT: String(portOf(silent)) }),
    'port <number>: it is already in use; stop what uses it, or set PORT to another',
  ],
  'a database that refuses connections': [
    () => ({ DATABASE_URL: 'postgres://user:secret@127.0.0.1:1/app' }),
    silentAt('127.0.0.1:1/app'),
  ],
  'a database that takes connections and says nothing': [
    () => ({ DATABASE_URL: `postgres://user:secret@127.0.0.1:${portOf(silent)}/app` }),
    silentAt('127.0.0.1:<number>/app'),
  ],
  'an Accelerate that is not there': [
    () => ({ DATABASE_URL: 'prisma+postgres://localhost:2/?api_key=secret' }),
    silentAt('localhost:2'),
  ],
  'a server whose name nobody knows': [
    () => ({ DATABASE_URL: 'postgres://user:secret@db.invalid/app?sslmode=verify-full' }),
    silentAt('db.invalid:5432/app'),
  ],
  'an Accelerate whose name nobody knows': [
    () => ({ DATABASE_URL: 'prisma+postgres://db.invalid/?api_key=secret' }),
    silentAt('db.invalid'),
  ],
  'a user that the database does not know': [
    () => ({ DATABASE_URL: postgres.url.replace('postgres@', 'nobody:secret@') }),
    'the database 127.0.0.1:<number>/postgres refuses the user or the password: correct them in DATABASE_URL',
  ],
  'a database that its server does not have': [
    () => ({ DATABASE_URL: postgres.url.replace(/postgres$/, 'nowhere') }),
    'the database 127.0.0.1:<number>/nowhere does not exist on its server: create it, or correct its name in DATABASE_URL',
  ],
  'TLS with a server that has none': [
    () => ({ DATABASE_URL: `${postgres.url}?sslmode=verify-full` }),
    'the database 127.0.0.1:<number>/postgres does not accept the TLS connection: correct sslmode or the certificate in DATABASE_URL',
  ],
}

let postgres: TestPostgres
let silent: Server
/** Leads to Postgres, while it listens. */
let late: Server

beforeAll(async () => {
  postgres = await startPostgres()
  silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1')
  late = createServer((socket) => {
    const onward = connect(Number(new URL(postgres.url).port), '127.0.0.1')
    for (const end of [socket, onward]) end.on('error', () => undefined)
    socket.pipe(onward).pipe(socket)
  }).listen(0, '127.0.0.1')
  await Promise.all([once(silent, 'listening'), once(late, 'listening')])
})

afterAll(async () => {
  silent.close()
  late.close()
  await postgres.stop()
})

describe.each(ENTRY_POINTS)('%s', (entryPoint) => {
  test.concurrent.each(Object.keys(CASES))('%s is one line, and an end', async (name) => {
    const [env, line] = CASES[name] ?? expect.unreachable()
    const { code, output } = await run(entryPoint, env()).end
    const ports = new RegExp(`:(?:${portOf(silent)}|${new URL(postgres.url).port})/`)
    const shown = output.replace(/port \d+:/, 'port <number>:').replace(ports, ':<number>/')
    expect(shown).toBe(`Cannot start: ${line}\n`)
    expect(output).not.toMatch(/secret|nobody/)
    expect(code).toBe(1)
  })

  test('a database on another host without TLS is one line more, with no value of the URL', async () => {
    const DATABASE_URL = 'postgres://user:secret@db.invalid/app'
    const { output } = await run(entryPoint, { DATABASE_URL }).end
    const [warning, ...others] = output.split('\n')
    expect(warning).toMatch(/^warning: DATABASE_URL .*TLS.* add sslmode=verify-full to it$/)
    expect(others).toEqual([`Cannot start: ${silentAt('db.invalid:5432/app')}`, ''])
    expect(output).not.toContain('secret')
  })

  test('a database that comes up a little later is waited for', async () => {
    const port = portOf(late)
    late.close()
    const { child, end } = run(entryPoint, {
      DATABASE_URL: postgres.url.replace(/:\d+\//, `:${port}/`),
    })
    const listening = once(child.stdout, 'data').then(String)
    setTimeout(() => late.listen(port, '127.0.0.1'), 2_000)
    expect(await Promise.race([listening, end])).toMatch(/ listens on http:/)
    child.kill('SIGTERM')
    expect((await end).code).toBe(0)
  })
})

function run(entryPoint: string, env: Record<string, string>) {
  const child = spawn(process.execPath, ['--conditions=@gimbal/source', join(ROOT, entryPoint)], {
    env: {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: postgres.url,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stderr.on('data', (chunk) => (output += String(chunk)))
  const end = once(child, 'close').then(([code]) => ({ code: code as number | null, output }))
  return { child, end }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
