import { Client } from 'pg'
import { expect, test, vi } from 'vitest'
import { databaseService } from './node.ts'
import { mayConnectWithoutTls } from './warn-without-tls.ts'

type Case = readonly [url: string, env?: Record<string, string>]

const WARNED: readonly Case[] = [
  ['postgres://user:secret@db.example.com/app'],
  ['postgresql://user:secret@db.example.com/app'],
  ['postgres://user:secret@db.example.com/app?sslmode='],
  ['postgres://user:secret@db.example.com/app?sslmode=disable'],
  ['postgres://user:secret@db.example.com/app?sslmode=allow'],
  ['postgres://user:secret@db.example.com/app?sslmode=prefer'],
  ['postgres://user:secret@db.example.com/app?sslmode=verify-full&sslmode=disable'],
  ['postgres://user:secret@db.example.com/app?ssl=true&sslmode=disable'],
  ['postgres://user:secret@db.example.com/app?ssl=0'],
  ['postgres://user:secret@db.example.com/app?ssl=false'],
  // A container of the same network counts as another host.
  ['postgres://user:secret@db/app'],
  ['postgres://user:secret@10.0.0.7/app'],
  ['postgres://user:secret@[2001:db8::1]/app'],
  ['postgres://user:secret@127.0.0.1.example.com/app'],
  ['postgres://user:secret@localhost.example.com/app'],
  ['postgres://user:secret@hyperdrive.local.example.com/app'],
  ['postgres://user:secret@localhost/app?host=db.example.com'],
  ['postgres:///app', { PGHOST: 'db.example.com' }],
  ['postgres://user:secret@db.example.com/app', { PGSSLMODE: 'disable' }],
  ['postgres://user:secret@db.example.com/app?sslmode=disable', { PGSSLMODE: 'require' }],
]

const SILENT: readonly Case[] = [
  ['postgres://user:secret@db.example.com/app?sslmode=require'],
  ['postgres://user:secret@db.example.com/app?sslmode=verify-ca'],
  ['postgres://user:secret@db.example.com/app?sslmode=verify-full'],
  ['postgres://user:secret@db.example.com/app?sslmode=no-verify'],
  ['postgres://user:secret@db.example.com/app?sslmode=disable&sslmode=verify-full'],
  ['postgres://user:secret@db.example.com/app?ssl=true'],
  ['postgres://user:secret@db.example.com/app?ssl=1'],
  ['postgres://user:secret@db.example.com/app?ssl=no-verify'],
  ['postgres://user:secret@db.example.com/app?sslnegotiation=direct'],
  ['postgres://user:secret@db.example.com/app', { PGSSLMODE: 'verify-full' }],
  ['postgres://user:secret@localhost/app'],
  ['postgres://user:secret@LOCALHOST:5432/app?sslmode=disable'],
  ['postgres://user:secret@db.localhost/app'],
  ['postgres://user:secret@127.0.0.1:5432/app'],
  ['postgres://user:secret@127.9.9.9/app'],
  ['postgres://user:secret@[::1]/app'],
  ['postgres://user:secret@%2Fvar%2Frun%2Fpostgresql/app'],
  ['postgres:///app'],
  ['postgres:///app?host=/var/run/postgresql'],
  ['postgres://user:secret@db.example.com/app?host=/var/run/postgresql'],
  ['postgres://user:secret@0123456789abcdef.hyperdrive.local:5432/app?sslmode=disable'],
  ['prisma://accelerate.example.com/?api_key=secret'],
  ['prisma+postgres://accelerate.example.com/?api_key=secret'],
]

test.for(WARNED)('warns for %s', ([url, env = {}]) => {
  expect(mayConnectWithoutTls(url, env)).toBe(true)
})

test.for(SILENT)('does not warn for %s', ([url, env = {}]) => {
  expect(mayConnectWithoutTls(url, env)).toBe(false)
})

test('pg uses TLS where mayConnectWithoutTls says that it must, and not where it is switched off', () => {
  vi.spyOn(process, 'emitWarning').mockReturnValue()
  for (const [url, env = {}] of [...WARNED, ...SILENT]) {
    if (!url.startsWith('postgres')) continue
    for (const name of ['PGHOST', 'PGSSLMODE']) vi.stubEnv(name, env[name])
    const { host, ssl } = new Client(url) as Client & { ssl: unknown }
    const isLocal = /^(?:\/|localhost$|127\.|::1$)|\.(?:localhost|hyperdrive\.local)$/i.test(host)
    // "Not required" does not mean that pg connects without TLS.
    const isRequired = !mayConnectWithoutTls(url, env)
    expect([url, isLocal || Boolean(ssl) || !isRequired]).toEqual([url, true])
    if (!ssl && !isLocal) expect([url, isRequired]).toEqual([url, false])
  }
  vi.unstubAllEnvs()
})

test('the service warns once, on standard error and without a value of the URL', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  const service = databaseService()
  for (const host of ['localhost', 'db.secret.test', 'other.secret.test']) {
    const db = service.create({ DATABASE_URL: `postgres://secret:secret@${host}/secret` })
    await service.dispose(db)
  }
  expect(warn.mock.calls).toEqual([[expect.stringMatching(/^warning: DATABASE_URL .* TLS/)]])
  expect(warn.mock.calls.join()).not.toMatch(/secret|\n/)
})
