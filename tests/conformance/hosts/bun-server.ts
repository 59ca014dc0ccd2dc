import { toFetch } from '@gimbal/adapter-fetch'

import { createKitApp } from '@gimbal/conformance/app'

/** The conformance app on Bun: Bun runs this file, which prints its URL when it listens. */

declare const Bun: {
  serve(options: {
    readonly hostname: string
    readonly port: number
    readonly fetch: (request: Request, server: BunServer) => Promise<Response>
  }): { readonly url: URL }
}

interface BunServer {
  requestIP(request: Request): { readonly address: string } | null
}

const handle = toFetch(createKitApp())

const { url } = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch: (request, server) =>
    handle(request, undefined, { peer: server.requestIP(request)?.address }),
})
console.log(url.origin)
