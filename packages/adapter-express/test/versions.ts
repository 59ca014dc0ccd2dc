import { createRequire } from 'node:module'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Express } from 'express'

/** The major versions of Express that the adapter supports. */
export const versions: readonly (readonly [name: string, create: typeof express])[] = [
  ['Express 5', express],
  ['Express 4', createRequire(import.meta.url)('express4') as typeof express],
]

export interface Listening {
  readonly url: string
  readonly port: number
  readonly server: Server
}

const servers: Server[] = []

/** Calls `listen` of the Express app, as existing apps do. */
export async function listen(host: Express): Promise<Listening> {
  const server = host.listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${String(port)}`, port, server }
}

export async function closeAll(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}
