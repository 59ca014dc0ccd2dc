import { serve, toNode } from '@gimbal/adapter-node'
import { toExpress } from '@gimbal/adapter-express'
import { toFetch } from '@gimbal/adapter-fetch'
import { toHono } from '@gimbal/adapter-hono-node'
import { type App, createApp, type LogEntry, route, text } from '@gimbal/core'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import { Hono } from 'hono'
import { expect, test } from 'vitest'

type Ask = (path: string) => Promise<Response>
type Opened = { readonly ask: Ask; readonly close: () => Promise<void> }
type Open = (app: App<unknown, {}>) => Promise<Opened>

const hosts: Readonly<Record<string, Open>> = {
  node: async (app) => listening(toNode(app)),
  express: async (app) => listening(express().use(toExpress(app))),
  'hono-node': async (app) => listening(getRequestListener(new Hono().use(toHono(app)).fetch)),
  fetch: async (app) => {
    const handle = toFetch(app)
    return {
      ask: async (path) => handle(new Request(`http://kit.test${path}`)),
      close: handle.close,
    }
  },
}

test.for(Object.entries(hosts))(
  'bears a promise that fails late in waitUntil: logged once, the next 1,000 requests are fine, on %s',
  async ([, open]) => {
    const logged: LogEntry[] = []
    const { ask, close } = await open(appOf(logged))
    expect(await (await ask('/late')).text()).toBe('answered')
    await expect.poll(() => logged.length).toBe(1)
    const statuses = new Set<number>()
    const lane = async (): Promise<void> => {
      for (let turn = 0; turn < 50; turn++) {
        const answer = await ask('/fine')
        statuses.add(answer.status)
        expect(await answer.text()).toBe('fine')
      }
    }
    await Promise.all(Array.from({ length: 20 }, lane))
    expect([...statuses]).toEqual([200])
    expect(logged).toMatchObject([
      { level: 'error', operation: 'late', error: { message: 'late on purpose' } },
    ])
    await close()
  },
)

function appOf(logged: LogEntry[]): App<unknown, {}> {
  const late = route({
    method: 'GET',
    path: '/late',
    responses: { 200: text() },
    handler: ({ reply, waitUntil }) => {
      waitUntil(
        new Promise((_, reject) => setTimeout(() => reject(new Error('late on purpose')), 10)),
      )
      return reply(200, 'answered')
    },
  })
  const fine = route({
    method: 'GET',
    path: '/fine',
    responses: { 200: text() },
    handler: ({ reply }) => reply(200, 'fine'),
  })
  return createApp({ routes: { late, fine }, log: (entry) => void logged.push(entry) })
}

async function listening(listener: Parameters<typeof serve>[0]): Promise<Opened> {
  const { url, close } = await serve(listener, { port: 0, host: '127.0.0.1' })
  return { ask: (path) => fetch(url + path), close }
}
