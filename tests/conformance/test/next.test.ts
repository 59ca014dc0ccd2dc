import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

import { toExpress } from '@gimbal/adapter-express'
import { toHono } from '@gimbal/adapter-hono-node'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import { Hono } from 'hono'

import { createKitApp } from '@gimbal/conformance/app'
import type { DeclaredCase } from '@gimbal/conformance'
import type { Started } from '@gimbal/conformance'
import { describeAdapter } from '@gimbal/conformance'
import { broken, mounted, shared, THEIRS } from './next-cases.ts'

const MOUNT = '/api'

// @hono/node-server refuses a bad Host before it calls the app.
const isHonos = ({ id }: DeclaredCase): boolean => !id.endsWith('-host')

describeAdapter("Express at its root, with onNotFound: 'next'", {
  start: () => listen(onExpress('/', '')),
  cases: [...shared, ...broken],
})
describeAdapter("Express under a mount, with onNotFound: 'next'", {
  start: () => listen(onExpress(MOUNT, MOUNT)),
  basePath: MOUNT,
  cases: [...shared, ...broken, ...mounted],
})
describeAdapter("Express at its root with a basePath, with onNotFound: 'next'", {
  start: () => listen(onExpress('/', MOUNT)),
  basePath: MOUNT,
  cases: [...shared, ...broken, ...mounted],
})
describeAdapter("Hono at its root, with onNotFound: 'next'", {
  start: () => listen(onHono('*', '')),
  cases: [...shared, ...broken].filter(isHonos),
})
describeAdapter("Hono under a mount, with onNotFound: 'next'", {
  start: () => listen(onHono(`${MOUNT}/*`, MOUNT)),
  basePath: MOUNT,
  cases: [...shared, ...broken, ...mounted].filter(isHonos),
})
describeAdapter("Hono at its root with a basePath, with onNotFound: 'next'", {
  start: () => listen(onHono('*', MOUNT)),
  basePath: MOUNT,
  cases: [...shared, ...broken, ...mounted].filter(isHonos),
})

function onExpress(path: string, basePath: string): RequestListener {
  return express()
    .disable('x-powered-by')
    .use(path, toExpress(createKitApp(), { onNotFound: 'next', basePath }))
    .use(express.text({ type: () => true }), (req, res) => {
      const body: unknown = req.body
      res
        .status(404)
        .type('text')
        .send(typeof body === 'string' && body !== '' ? `${THEIRS} ${body}` : THEIRS)
    })
}

function onHono(path: string, basePath: string): RequestListener {
  const hono = new Hono()
    .use(path, toHono(createKitApp(), { onNotFound: 'next', basePath }))
    .all('*', async (context) => {
      const body = await context.req.text()
      return context.text(body === '' ? THEIRS : `${THEIRS} ${body}`, 404)
    })
  const listener = getRequestListener(hono.fetch)
  return (req, res) => void listener(req, res)
}

async function listen(listener: RequestListener): Promise<Started> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop }
}
