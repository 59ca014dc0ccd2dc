import { type FetchContext, toFetch } from '@gimbal/adapter-fetch'
import type { App } from '@gimbal/core'

type Handle = (request: Request) => Promise<Response>

const faults = process.env.FAULT ?? ''

/** A custom adapter; its test may add faults to it. */
export function toMyHost(app: App<object, {}>): Handle {
  const handle = toFetch(app)
  const context: FetchContext = faults.includes('knows-peer') ? { peer: '127.0.0.1' } : {}
  return async (request) => {
    const response = await handle(request, undefined, context)
    if (faults.includes('drops-allow')) response.headers.delete('allow')
    return response
  }
}
