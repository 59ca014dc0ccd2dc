import { serve, toNode } from '@gimbal/adapter-node'

import { createKitApp } from '@gimbal/conformance/app'
import type { Started } from '@gimbal/conformance'

/** Plain node:http, through `serve` of the adapter. */
export async function startNode(): Promise<Started> {
  const server = await serve(toNode(createKitApp()), { port: 0, host: '127.0.0.1' })
  return { url: server.url, stop: server.close }
}
