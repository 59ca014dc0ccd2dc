import { toHono } from '@gimbal/adapter-hono-node'
import { serve } from '@gimbal/adapter-node'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'

import { createKitApp } from '@gimbal/conformance/app'
import type { Started } from '@gimbal/conformance'

/** Hono on @hono/node-server, behind `serve`. */
export async function startHono(): Promise<Started> {
  const handler = toHono(createKitApp())
  const hono = new Hono().use(handler)
  const listener = getRequestListener(hono.fetch, {
    errorHandler: handler.errorHandler,
    // For requests without Host, which the app serves or refuses itself.
    hostname: 'localhost',
  })
  const server = await serve(listener, { port: 0, host: '127.0.0.1', lifecycle: handler })
  return { url: server.url, stop: server.close }
}
