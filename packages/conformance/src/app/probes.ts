import { route, text } from '@gimbal/core'

import { fields } from './schemas.ts'

/** What a handler of a live case has seen; the client asks for it by a key that it has made up. */
export interface Probe {
  /** The client has told the handler to go on. */
  released: boolean
  /** In bytes: what the source of an answer has given, or what has come of a body. */
  moved: number
  /** The source's `finally` has run. */
  ended: boolean
  /** The request's signal has aborted. */
  aborted: boolean
  /** What went on after the answer has come to its end. */
  worked: boolean
  /** What the handler caught. */
  caught: string
}

const probes = new Map<string, Probe>()

export function probeOf({ params }: { readonly params: { readonly key: string } }): Probe {
  let probe = probes.get(params.key)
  if (!probe) {
    probe = { released: false, moved: 0, ended: false, aborted: false, worked: false, caught: '' }
    probes.set(params.key, probe)
  }
  return probe
}

/** Waits until the client says `release`, or is gone. By the clock: hosts keep requests apart. */
export async function released(probe: Probe, signal?: AbortSignal): Promise<void> {
  for (let turn = 0; turn < 1000 && !probe.released && signal?.aborted !== true; turn++) {
    await pause(5)
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

export const getProbe = route({
  method: 'GET',
  path: '/live/:key',
  responses: {
    200: fields({
      moved: 'number',
      ended: 'any',
      aborted: 'any',
      worked: 'any',
      caught: 'text',
    }),
  },
  handler: (request) => request.reply(200, probeOf(request)),
})

export const postRelease = route({
  method: 'POST',
  path: '/live/:key/release',
  responses: { 200: text() },
  handler: (request) => {
    probeOf(request).released = true
    return request.reply(200, 'released')
  },
})
