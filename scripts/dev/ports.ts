import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

export interface PortChoice {
  readonly port: number
  readonly wanted: number
}

/**
 * Gives the port that the variable names, or its default, or the next one that is free.
 *
 * @example
 * await choosePort('EXPRESS_PORT', 3001) // { port: 3001, wanted: 3001 }
 */
export async function choosePort(
  variable: string,
  byDefault: number,
  claimed: Set<number>,
): Promise<PortChoice> {
  const value = process.env[variable] || String(byDefault)
  const wanted = Number(value)
  if (!/^\d+$/.test(value) || wanted > 65_535)
    throw new Error(`${variable} is not a port: it takes a whole number from 0 to 65535`)
  for (let port = wanted; port < wanted + 100 && port <= 65_535; port++) {
    if (claimed.has(port)) continue
    const free = await listenOnce(port)
    if (free === undefined) continue
    claimed.add(free)
    return { port: free, wanted: wanted || free }
  }
  throw new Error(`${variable}: no free port from ${wanted} on`)
}

async function listenOnce(port: number): Promise<number | undefined> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  } catch {
    return undefined
  } finally {
    server.close()
  }
}
