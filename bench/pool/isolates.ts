import { fileURLToPath } from 'node:url'
import { bundleWorker, startWorkerd } from '@gimbal/test-support/workerd'
import { startLocalAccelerate } from '@gimbal/db/local-accelerate'
import type { Way, WayKind } from './ways.ts'

/** The same ways from Workers, each in its own isolate. */
export const isolateWays: readonly WayKind[] = [
  {
    name: 'a connection per request',
    open: (url, isolates) => openWorkers('worker-direct.ts', { DATABASE_URL: url, isolates }),
  },
  {
    name: 'a Prisma client per request',
    open: (url, isolates) => openWorkers('worker-prisma.ts', { DATABASE_URL: url, isolates }),
  },
  {
    name: 'Gimbal: through Accelerate',
    open: async (url, isolates) => {
      const accelerate = await startLocalAccelerate(url)
      const options = { DATABASE_URL: accelerate.url, isolates }
      const workers = await openWorkers('worker-prisma.ts', options)
      return {
        request: workers.request,
        close: async () => {
          await workers.close()
          await accelerate.stop()
        },
      }
    },
  },
]

interface WorkersOptions {
  readonly DATABASE_URL: string
  readonly isolates: number
}

async function openWorkers(file: string, { DATABASE_URL, isolates }: WorkersOptions): Promise<Way> {
  const worker = await bundleWorker(fileURLToPath(new URL(file, import.meta.url)))
  const { urls, stop } = await startWorkerd({ worker, isolates, bindings: { DATABASE_URL } })
  const request = async (client: number): Promise<void> => {
    const response = await fetch(urls[client % urls.length]!)
    const text = await response.text()
    if (!response.ok) throw new Error(text)
  }
  // The first request of an isolate loads the client, which would use all CPU of the measured time.
  for (let index = 0; index < urls.length; index++) await request(index)
  return { request, close: stop }
}
