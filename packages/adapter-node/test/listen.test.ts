import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readServeOptions, serve, toNode } from '@gimbal/adapter-node'
import { testApp } from './app.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-socket-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Sends a request to a Unix socket and returns the body. */
async function ask(socketPath: string, path: string): Promise<string> {
  const request = httpRequest({ socketPath, path, agent: false }).end()
  const [response] = (await once(request, 'response')) as [AsyncIterable<Buffer>]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

test('listens on a Unix socket, which it removes at the end', async () => {
  const path = join(folder, 'app.sock')
  const server = await serve(toNode(testApp().app), { path })
  expect([server.url, server.port]).toEqual([`unix:${path}`, 0])
  expect(await ask(path, '/hello')).toBe('hello')
  await server.close()
  await expect(ask(path, '/hello')).rejects.toThrow('ENOENT')
})

test('takes over the socket file of a process that was killed', async () => {
  const path = join(folder, 'app.sock')
  const listening = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`
  const killed = spawn(process.execPath, ['--eval', listening])
  await once(createInterface({ input: killed.stdout }), 'line')
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  const server = await serve(toNode(testApp().app), { path })
  expect(await ask(path, '/hello')).toBe('hello')
  await server.close()
})

test('rejects if another process listens on the socket', async () => {
  const path = join(folder, 'app.sock')
  const other = createServer().listen(path)
  await once(other, 'listening')
  await expect(serve(toNode(testApp().app), { path })).rejects.toThrow(
    `cannot listen on ${path}: it is already in use`,
  )
  other.close()
})

test.skipIf(process.platform === 'win32')(
  'serves on a socket that systemd hands over',
  async () => {
    const opened = createServer().listen(0, '127.0.0.1')
    await once(opened, 'listening')
    const { port } = opened.address() as AddressInfo
    const { fd } = (opened as unknown as { readonly _handle: { readonly fd: number } })._handle
    const script = `
    import { readServeOptions, serve } from '@gimbal/adapter-node'
    const env = { LISTEN_FDS: '1', LISTEN_PID: String(process.pid) }
    const listener = (_req, res) => res.end('inherited')
    const { port } = await serve(listener, readServeOptions(env, { port: 3000 }))
    console.log(port)`
    const args = ['--conditions=@gimbal/source', '--input-type=module', '--eval', script]
    const child = spawn(process.execPath, args, {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit', fd],
    })
    const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
    opened.close()
    expect(line).toBe(String(port))
    expect(await (await fetch(`http://127.0.0.1:${line}/`)).text()).toBe('inherited')
    child.kill('SIGKILL')
    await once(child, 'exit')
  },
)

test.each([
  [{ PORT: '8080' }, { port: 8080 }],
  [{ PORT: '' }, { port: 3000 }],
  [{ PORT: '/run/app.sock' }, { path: '/run/app.sock' }],
  [{ PORT: './app.sock' }, { path: './app.sock' }],
  [{ PORT: '\\\\.\\pipe\\app' }, { path: '\\\\.\\pipe\\app' }],
  [{ LISTEN_FDS: '1', LISTEN_PID: String(process.pid), PORT: '8080' }, { fd: 3 }],
  [{ LISTEN_FDS: '1', LISTEN_PID: '1', PORT: '8080' }, { port: 8080 }],
])('reads the place to listen from %j', (env, place) => {
  expect(readServeOptions(env, { port: 3000 })).toEqual({ drainDelay: 0, ...place })
})

test('refuses a PORT that is neither a port nor a path', () => {
  expect(() => readServeOptions({ PORT: 'app.sock' }, { port: 3000 })).toThrow('PORT')
})
