import { toFetch } from '@gimbal/adapter-fetch'

import { createKitApp } from '@gimbal/conformance/app'

/** The conformance app on Deno: Deno runs this file, which prints its URL when it listens. */

declare const Deno: {
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

const handle = toFetch(createKitApp())

Deno.serve(
  {
    hostname: '127.0.0.1',
    port: 0,
    onListen: ({ port }) => console.log(`http://127.0.0.1:${String(port)}`),
  },
  (request, { remoteAddr }) => handle(request, undefined, { peer: remoteAddr.hostname }),
)
