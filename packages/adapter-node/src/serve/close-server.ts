import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import type { Connections } from './connections.ts'

/** Lets the answers under way go out, and cuts what is left after `timeout`. */
export async function closeServer(
  server: Server,
  connections: Connections,
  timeout: number,
): Promise<void> {
  const closed = new Promise((resolve) => server.once('close', resolve))
  // Not http's own close(): it destroys connections whose answer is written but not yet sent, and
  // stops looking for slow requests.
  NetServer.prototype.close.call(server)
  connections.endAfterAnswers()
  const sweep = setInterval(connections.closeIdle, 25)
  const cut = setTimeout(connections.destroyAll, timeout)
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
  // Now that nothing is left it only stops the clock inside.
  server.close()
}
