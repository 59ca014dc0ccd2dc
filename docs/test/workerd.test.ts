import { execFile } from 'node:child_process'
import { createServer, request, type Server } from 'node:http'
import { createRequire } from 'node:module'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startWorkerd, type RunningWorkerd } from '@gimbal/test-support/workerd'
import { toExpress } from '@gimbal/adapter-express'
import { toHono } from '@gimbal/adapter-hono-node'
import { createApp, route } from '@gimbal/core'
import { type LocalAccelerate, startLocalAccelerate } from '@gimbal/db/local-accelerate'
import { applyMigrations } from '@gimbal/db/migrate'
import { createDb } from '@gimbal/db/node'
import { startPostgres, type TestPostgres } from '@gimbal/db/testing'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { PrismaClient } from '../../prisma/generated/node/client.ts'
import { app, search } from '../coming-from/get-body.ts'
import * as onNode from '../coming-from/get-body-node.ts'
import { listen } from './sides.ts'

// Real servers, a database and a bundler; machines may be slow.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let postgres: TestPostgres
let accelerate: LocalAccelerate
let worker: RunningWorkerd

beforeAll(async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  postgres = await startPostgres()
  await applyMigrations(postgres.url)
  accelerate = await startLocalAccelerate(postgres.url)
  const db = createDb(postgres.url)
  const data = { name: 'Ada', email: 'a@b.test', emailKey: 'a@b.test', passwordHash: 'secret' }
  await db.user.create({ data })
  await db.$disconnect()
  worker = await startWorkerd({
    worker: file('worker.ts'),
    config: file('../coming-from/wrangler.jsonc'),
    bindings: { DATABASE_URL: accelerate.url },
  })
})

afterAll(async () => {
  await worker.stop()
  await accelerate.stop()
  await postgres.stop()
})

test('Prisma with Accelerate: both versions return the same users, and no others', async () => {
  for (const path of ['/theirs/users', '/users']) {
    const response = await fetch(worker.url + path)
    expect([path, response.status, await response.text()]).toEqual([
      path,
      200,
      '[{"id":1,"name":"Ada"}]',
    ])
  }
})

test('Prisma with Accelerate: by hand one client per request, here one per isolate', async () => {
  const connections = async (path: string): Promise<number> => {
    const before = accelerate.requests.get('/connection-info') ?? 0
    for (let index = 0; index < 3; index++) await (await fetch(worker.url + path)).text()
    return (accelerate.requests.get('/connection-info') ?? 0) - before
  }
  expect(await connections('/theirs/users')).toBe(3)
  expect(await connections('/users')).toBe(0)
})

test('Prisma 7 has no client at @prisma/client/edge with the generator prisma-client', async () => {
  await expect(import('../coming-from/prisma-6.ts')).rejects.toThrow('.prisma/client/edge')
})

test('Prisma 7 does not accept datasourceUrl', () => {
  const options = { datasourceUrl: 'prisma://localhost/?api_key=x' } as never
  expect(() => new PrismaClient(options)).toThrow('Unknown property datasourceUrl')
})

test.each([
  ['--no-engine', [], ['--no-engine'], 'unknown or unexpected option: --no-engine'],
  ['a URL in the schema', ['url = env("DATABASE_URL")'], [], 'P1012'],
])('Prisma 7 refuses %s', async (...[, lines, flags, message]) => {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-prisma-'))
  const schema = ['datasource db {', 'provider = "postgresql"', ...lines, '}']
  await writeFile(join(folder, 'schema.prisma'), schema.join('\n'))
  const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js')
  const run = promisify(execFile)(process.execPath, [prisma, 'generate', ...flags], {
    cwd: folder,
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  })
  await expect(run).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(message),
  })
  await rm(folder, { recursive: true })
})

test('the body of a GET: fetch cannot send one, and by hand each host behaves differently', async () => {
  expect(() => new Request(worker.url, { method: 'GET', body: '{}' })).toThrow(TypeError)
  await using ofExpress = await listen(createServer(onNode.onExpress()))
  await using ofHono = await listen(createHonoServer(onNode.onHono()))
  expect({
    Express: await getWithBody(`${ofExpress.url}/search`),
    'Hono on Node': await getWithBody(`${ofHono.url}/search`),
    workerd: await getWithBody(`${worker.url}/theirs/search`),
  }).toEqual({
    Express: '200 {"found":["tea"]}',
    'Hono on Node': '500 Internal Server Error',
    workerd: '200 {"found":["tea"]}',
  })
})

test('the body of a GET: Gimbal never reads it, and a route cannot declare one', async () => {
  await using ofExpress = await listen(createServer(express().use(toExpress(app))))
  await using ofHono = await listen(createHonoServer(new Hono().use(toHono(app))))
  for (const { url } of [ofExpress, ofHono, worker]) {
    expect(await getWithBody(`${url}/search?word=milk`)).toBe('200 {"found":["milk"]}')
    const init = { method: 'POST', headers: json, body: '{"words":["tea"]}' }
    expect(await (await fetch(`${url}/search`, init)).text()).toBe('{"found":["tea"]}')
  }
  const wrong = route({ ...declared, method: 'GET', path: '/search', body: z.object({}) })
  expect(() => createApp({ routes: { wrong } })).toThrow('a GET has no body')
})

const declared = { responses: search.responses, handler: search.handler as never }
const json = { 'content-type': 'application/json' }
const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

function createHonoServer(app: Hono): Server {
  const listener = getRequestListener(app.fetch)
  return createServer((req, res) => void listener(req, res))
}

async function getWithBody(url: string): Promise<string> {
  const body = '{"words":["tea"]}'
  const headers = { ...json, 'content-length': body.length }
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (response) => {
      text(response).then((answer) => {
        resolve(`${String(response.statusCode)} ${answer}`)
      }, reject)
    })
    sent.on('error', reject).end(body)
  })
}
