import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { exchange } from '@gimbal/conformance'
import { socketTarget } from '@gimbal/conformance'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))

test('serves the conformance app on each host until a signal, and leaves no process behind', async () => {
  const names = ['node', 'express-mounted', 'hono-node']
  const child = spawn(process.execPath, ['--conditions=@gimbal/source', CLI, 'serve', ...names], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const urls = new Map<string, string>()
  while (urls.size < names.length) {
    const { adapter, url } = JSON.parse((await lines.next()).value as string) as Record<
      string,
      string
    >
    urls.set(adapter ?? '', url ?? '')
  }
  expect([...urls.keys()].sort()).toEqual([...names].sort())
  expect(urls.get('express-mounted')).toMatch(/\/api$/)
  for (const url of urls.values()) expect(await socketTarget(url).countRuns()).toBe(0)

  // The log lines of a host are not among the JSON lines.
  const { port } = new URL(urls.get('hono-node') ?? '')
  const request = Buffer.from('GET /only-get HTTP/1.1\r\nHost: a%41\r\n\r\n')
  await exchange(Number(port), [request], { methods: ['GET'] })

  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
  expect((await lines.next()).done).toBe(true)
  for (const url of urls.values()) expect(await socketTarget(url).countRuns()).toBeUndefined()
}, 30_000)
