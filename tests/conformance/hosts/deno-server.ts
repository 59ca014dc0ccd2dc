import type { FetchHandler } from '@gimbal/adapter-fetch'

// Serves the handler of a module on Deno, run by Deno itself; prints its url when it listens.

declare const Deno: {
  readonly args: readonly [module: string]
  serve(
    options: {
      readonly hostname: string
      readonly port: number
      readonly onListen: (address: { readonly port: number }) => void
    },
    handler: (request: Request, info: DenoInfo) => Promise<Response>,
  ): unknown
}

interface DenoInfo {
  readonly remoteAddr: { readonly hostname: string }
}

const { default: handle } = (await import(Deno.args[0])) as { default: FetchHandler }

Deno.serve(
  {
    hostname: '127.0.0.1',
    port: 0,
    onListen: ({ port }) => console.log(`http://127.0.0.1:${String(port)}`),
  },
  (request, { remoteAddr }) => handle(request, undefined, { peer: remoteAddr.hostname }),
)
