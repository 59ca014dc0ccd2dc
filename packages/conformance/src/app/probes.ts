import { route, text } from '@gimbal/core'

import { fields } from './schemas.ts'

/** What a handler of a live case has observed; the client reads it by a key of its own. */
export interface Probe {
  /** The client has let the handler continue. */
  released: boolean
  /** The bytes that the source of a response has produced, or that were read of a body. */
  moved: number
  /** The `finally` block of the source has run. */
  ended: boolean
  /** The request's signal has aborted. */
  aborted: boolean
  /** The work after the response is done. */
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

/**
 * Waits for `release` or a disconnect. It polls, because requests may not share promises on all
 * hosts.
 */
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
