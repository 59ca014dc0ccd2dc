import type { FetchHandler } from '@gimbal/adapter-fetch'

// Serves the handler of a module on Bun, run by Bun itself; prints its url when it listens.

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

const { default: handle } = (await import(process.argv[2]!)) as { default: FetchHandler }

const { url } = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch: (request, server) =>
    handle(request, undefined, { peer: server.requestIP(request)?.address }),
})
console.log(url.origin)
