import { EventEmitter } from 'node:events'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { toHono, answerRequestError } from '@gimbal/adapter-hono-node'
import { toNode } from '@gimbal/adapter-node'
import { app } from './servers/routes.ts'

const ours = getRequestListener(new Hono().use(toHono(app)).fetch)
const hand = new Hono(); hand.get('/health', (c) => c.json({ status: 'ok' }))
const handAsync = new Hono(); handAsync.get('/health', async (c) => c.json({ status: 'ok' }))
const rawAsync = new Hono(); rawAsync.get('/health', async () => new Response('{"status":"ok"}', { status: 200, headers: { 'content-type': 'application/json' } }))
const node = toNode(app)
import { createHost } from '@gimbal/core/adapter'
import { NodeRequest } from '@gimbal/adapter-node'
const host = createHost(app as never, undefined)
const socket = { remoteAddress: '127.0.0.1', destroyed: false, off() {}, on() {}, once() {} }
class Out extends EventEmitter { headersSent = false; closed = false; destroyed = false; writableFinished = true; writableEnded = true; statusCode = 0; _h: any; writeHead(s: number, h: any) { this._h = h } setHeader(k: string, v: any) { (this._h ??= {})[k] = v } hasHeader() { return false } removeHeader() {} end() { this.writableEnded = true; this.emit('finish'); this.emit('close') } get socket() { return socket } }
class In { method = 'GET'; url = '/health'; headers = { host: 'a.test' }; rawHeaders = ['host', 'a.test']; socket = socket; complete = true; httpVersionMajor = 1; httpVersionMinor = 1; errored = null; readableEnded = true; readableFlowing = null; readableDidRead = false; on() {} off() {} once() {} }
const run = async (l: (i: any, o: any) => unknown, n: number) => { const t = performance.now(); for (let i = 0; i < n; i++) { const o = new Out(); const p = l(new In(), o); await p; if (!o._h) await new Promise((r) => o.once('close', r)) } return (performance.now() - t) / n * 1e6 }
const all: [string, any][] = [['ours', ours], ['hand sync', getRequestListener(hand.fetch)], ['hand async', getRequestListener(handAsync.fetch)], ['raw async', getRequestListener(rawAsync.fetch)], ['toNode', async (i: any, o: any) => { node(i, o); await new Promise((r) => o.once('close', r)) }]]
all.push(['host.handle', async (i: any, o: any) => { await host.handle(new NodeRequest(i, o), process.env); o._h = 1 }], ['app.handle', async (i: any, o: any) => { await app.handle(new NodeRequest(i, o)); o._h = 1 }], ['nothing', async (i: any, o: any) => { o._h = 1 }], ['on close', async (i: any, o: any) => { o.on('close', () => 1); o._h = 1 }])
const bare = new Hono().use(async (c) => { const { incoming, outgoing } = c.env as any; const r = await host.handle(new NodeRequest(incoming, outgoing), process.env); return new Response(r!.body as string, { status: r!.status, headers: { 'content-type': 'application/json' } }) })
all.push(['bare', getRequestListener(bare.fetch)])
const best = new Map<string, number>()
for (let k = 0; k < 60; k++) for (const [n, l] of all) best.set(n, Math.min(best.get(n) ?? 1e9, await run(l, 2000)))
for (const [n, t] of best) console.log(n.padEnd(12), t.toFixed(0), 'ns')
