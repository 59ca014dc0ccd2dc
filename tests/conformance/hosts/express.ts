import type { AddressInfo } from 'node:net'

import { keepRawBody, toExpress } from '@gimbal/adapter-express'
import { type NodeHandler, serve } from '@gimbal/adapter-node'
import express, { type Express } from 'express'

import { createKitApp } from '@gimbal/conformance/app'
import type { Started } from '@gimbal/conformance'

export const MOUNT = '/api'

/** Express behind `serve`, with the app at its root. */
export function startExpress(): Promise<Started> {
  return served((app) => bare().use(app))
}

/** The app under a prefix of an Express app that listens by itself, as existing apps do. */
export async function startMountedExpress(): Promise<Started> {
  const host = bare().use(MOUNT, toExpress(createKitApp(), { basePath: MOUNT }))
  const server = host.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${MOUNT}`, stop }
}

/** The app behind Express's JSON parser, which keeps no bytes. */
export function startParsedExpress(): Promise<Started> {
  return served((app) => bare().use(express.json()).use(app))
}

/** The same, with the bytes kept. */
export function startRawParsedExpress(): Promise<Started> {
  return served((app) =>
    bare()
      .use(express.json({ verify: keepRawBody }))
      .use(app),
  )
}

function bare(): Express {
  // In the environment 'test' Express does not print the errors of its own error page.
  return express().disable('x-powered-by').set('env', 'test')
}

async function served(mount: (app: NodeHandler) => Express): Promise<Started> {
  const lifecycle = toExpress(createKitApp())
  // The parser waits for the whole body before it refuses its length; this limits that wait.
  const options = { port: 0, host: '127.0.0.1', bodyIdleTimeout: 500, lifecycle }
  const server = await serve(mount(lifecycle), options)
  return { url: server.url, stop: server.close }
}
