import { toLambda } from '@gimbal/adapter-aws-lambda'
import { toExpress } from '@gimbal/adapter-express'
import { toFetch } from '@gimbal/adapter-fetch'
import { toHono } from '@gimbal/adapter-hono-node'
import { serve, toNode } from '@gimbal/adapter-node'
import type { App } from '@gimbal/core'
import { getRequestListener } from '@hono/node-server'
import { startGateway } from '@gimbal/test-support/lambda'
import express from 'express'
import { Hono } from 'hono'

export interface StartedHost {
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>
  readonly close: () => Promise<void>
}

/** Services as every adapter accepts them. */
export type Services = Readonly<Record<string, unknown>>

/** Starts an app on a host, with any services. */
export type StartHost = (app: App<unknown, never>, services?: Services) => Promise<StartedHost>

/** Hosts that run in this process, by name. */
export const startHosts: Readonly<Record<string, StartHost>> = {
  node: async (app, services) => listening(toNode(app as App, { services } as never)),
  express: async (app, services) =>
    listening(express().use(toExpress(app as App, { services } as never))),
  'hono-node': async (app, services) =>
    listening(getRequestListener(new Hono().use(toHono(app as App, { services } as never)).fetch)),
  fetch: async (app, services) => {
    const handle = toFetch(app as App, { services } as never)
    return {
      ask: async (path, init) => handle(new Request(`http://kit.test${path}`, init)),
      close: handle.close,
    }
  },
  'lambda-v2': async (app, services) => {
    const handler = toLambda(app as App, { services } as never)
    const { url, stop } = await startGateway('http-api', {
      invoke: async (event) => JSON.stringify(await handler(JSON.parse(event), {})),
    })
    return { ask: (path, init) => fetch(url + path, init), close: stop }
  },
}

async function listening(listener: Parameters<typeof serve>[0]): Promise<StartedHost> {
  const { url, close } = await serve(listener, { port: 0, host: '127.0.0.1' })
  return { ask: (path, init) => fetch(url + path, init), close }
}
