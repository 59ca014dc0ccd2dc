import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { bundleWorker, startWorkerd } from '@gimbal/test-support/workerd'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const file = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const worker = { worker: file('src/worker.ts'), config: file('wrangler.jsonc') }

/** Runs an entry point like its package script, and reads the URL that it prints. */
async function startNode(face: string) {
  const child = spawn(process.execPath, ['--conditions=@gimbal/source', file(face)], {
    env: { ...process.env, PORT: '0', HELLO_TOKEN: 'sesame' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  child.stdout.resume()
  const stop = async (): Promise<void> => {
    const exit = once(child, 'exit')
    child.kill()
    await exit
  }
  return { url: /http:\S+/.exec(line)?.[0] ?? '', stop }
}

const hosts = {
  Express: () => startNode('src/express.ts'),
  Hono: () => startNode('src/hono.ts'),
  'a Worker': () => startWorkerd({ ...worker, bindings: { HELLO_TOKEN: 'sesame' } }),
}

describe.for(Object.entries(hosts))('on %s', ([, start]) => {
  let host: { readonly url: string; readonly stop: () => Promise<void> }
  beforeAll(async () => {
    host = await start()
  }, 60_000)
  afterAll(() => host.stop())

  test('the same requests get the same responses', { timeout: 20_000 }, async () => {
    const answers = []
    for (const [target, init] of REQUESTS) {
      const response = await fetch(host.url + target, init)
      const { status, headers } = response
      const kept = ['content-type', 'content-length', 'cache-control', 'www-authenticate', 'allow']
      const shown = kept.filter((name) => headers.has(name)).map((name) => headers.get(name))
      answers.push([target, status, shown.join(' | '), await response.text()])
    }
    expect(answers).toMatchInlineSnapshot(`
      [
        [
          "/hello/Ada",
          200,
          "text/plain; charset=utf-8 | 12",
          "Hello, Ada!
      ",
        ],
        [
          "/hello/Zo%C3%AB?greeting=Salut",
          200,
          "text/plain; charset=utf-8 | 13",
          "Salut, Zoë!
      ",
        ],
        [
          "/language",
          200,
          "text/plain; charset=utf-8 | 13",
          "You read fr.
      ",
        ],
        [
          "/greetings",
          201,
          "application/json | 26",
          "{"greeting":"Hello, Ada!"}",
        ],
        [
          "/greetings",
          422,
          "application/problem+json | 215 | no-store",
          "{"type":"about:blank","title":"Unprocessable Content","status":422,"code":"validation","errors":[{"in":"body","path":["name"],"message":"expected a text"},{"in":"body","path":["nam"],"message":"not expected here"}]}",
        ],
        [
          "/secret",
          401,
          "application/problem+json | 80 | no-store | Bearer",
          "{"type":"about:blank","title":"Unauthorized","status":401,"code":"unauthorized"}",
        ],
        [
          "/secret",
          200,
          "text/plain; charset=utf-8 | 26 | no-store",
          "The cake is real, friend.
      ",
        ],
        [
          "/count/3",
          200,
          "text/plain; charset=utf-8",
          "1
      2
      3
      ",
        ],
        [
          "/nowhere",
          404,
          "application/problem+json | 74 | no-store",
          "{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}",
        ],
        [
          "/language",
          405,
          "application/problem+json | 92 | no-store | GET, HEAD, OPTIONS",
          "{"type":"about:blank","title":"Method Not Allowed","status":405,"code":"method_not_allowed"}",
        ],
      ]
    `)
  })
})

const json = { 'content-type': 'application/json' }
const REQUESTS: [target: string, init?: RequestInit][] = [
  ['/hello/Ada'],
  ['/hello/Zo%C3%AB?greeting=Salut'],
  ['/language', { headers: { 'accept-language': 'fr' } }],
  ['/greetings', { method: 'POST', headers: json, body: '{"name":"Ada"}' }],
  ['/greetings', { method: 'POST', headers: json, body: '{"nam":"Ada"}' }],
  ['/secret'],
  ['/secret', { headers: { authorization: 'Bearer sesame' } }],
  ['/count/3'],
  ['/nowhere'],
  ['/language', { method: 'DELETE' }],
]

test('the Worker is small', { timeout: 60_000 }, async () => {
  const { modules } = await bundleWorker(worker.worker, worker.config)
  const bytes = modules.reduce((sum, { content }) => sum + gzipSync(content).length, 0)
  console.info(`${String(modules.length)} module(s), ${String(bytes)} bytes after gzip`)
  // The free plan allows 3 MB; a Worker that starts quickly is much smaller.
  expect(bytes).toBeLessThan(40_000)
})
