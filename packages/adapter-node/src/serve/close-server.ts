import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import type { Connections } from './connections.ts'

/** Waits for running responses, and closes the remaining connections after `timeout`. */
export async function closeServer(
  server: Server,
  connections: Connections,
  timeout: number,
): Promise<void> {
  const closed = new Promise((resolve) => server.once('close', resolve))
  // Not `close()` of `http.Server`: it destroys connections whose response is written but not yet
  // sent, and stops checking for slow requests.
  NetServer.prototype.close.call(server)
  connections.endAfterAnswers()
  const sweep = setInterval(connections.closeIdle, 25)
  const cut = setTimeout(connections.destroyAll, timeout)
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
  // No connection is left; this only stops the timer of `http.Server`.
  server.close()
}
