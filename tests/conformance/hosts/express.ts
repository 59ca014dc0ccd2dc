import type { AddressInfo } from 'node:net'

import { keepRawBody, toExpress } from '@gimbal/adapter-express'
import { serve } from '@gimbal/adapter-node'
import express, { type Express } from 'express'

import { createKitApp } from '@gimbal/conformance/app'
import type { Started } from '@gimbal/conformance'

export const MOUNT = '/api'

/** Express behind `serve`, with the app at its root. */
export function startExpress(): Promise<Started> {
  return served(bare().use(toExpress(createKitApp())))
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
  return served(bare().use(express.json()).use(toExpress(createKitApp())))
}

/** The same, with the bytes kept. */
export function startRawParsedExpress(): Promise<Started> {
  return served(
    bare()
      .use(express.json({ verify: keepRawBody }))
      .use(toExpress(createKitApp())),
  )
}

function bare(): Express {
  // In the environment 'test' Express does not print the errors of its own error page.
  return express().disable('x-powered-by').set('env', 'test')
}

async function served(host: Express): Promise<Started> {
  // The parser waits for the whole body before it refuses its length; this limits that wait.
  const server = await serve(host, { port: 0, host: '127.0.0.1', bodyIdleTimeout: 500 })
  return { url: server.url, stop: server.close }
}
