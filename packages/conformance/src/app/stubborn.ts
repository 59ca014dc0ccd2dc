import { route, stream } from '@gimbal/core'

import { pause, type Probe, probeOf } from './probes.ts'

const CHUNK = new Uint8Array(65_536).fill(120)

/** Sources that fail when they are stopped. */
const ways: Readonly<Record<string, (probe: Probe) => Partial<Stubborn>>> = {
  'return-throws': (probe) => ({
    return: () => {
      probe.ended = true
      throw new Error('secret of return()')
    },
  }),
  'return-rejects': (probe) => ({
    return: async () => {
      probe.ended = true
      throw new Error('secret of return()')
    },
  }),
  'return-nothing': (probe) => ({
    return: () => {
      probe.ended = true
      return undefined as never
    },
  }),
  'destroy-throws': (probe) => ({
    destroy: () => {
      probe.ended = true
      throw new Error('secret of destroy()')
    },
  }),
}

export const STUBBORN: readonly string[] = Object.keys(ways)

type Stubborn = AsyncIterator<Uint8Array> & { readonly destroy: () => void }

/** Streams without end from a source that fails when it is stopped. */
export const getStubborn = route({
  method: 'GET',
  path: '/live/:key/stubborn/:way',
  responses: { 200: stream() },
  handler: (request) => {
    const probe = probeOf(request)
    const source = {
      next: async () => {
        await pause(0)
        probe.moved += CHUNK.length
        return { done: false as const, value: CHUNK }
      },
      [Symbol.asyncIterator]: () => source,
      ...ways[request.params.way]?.(probe),
    }
    return request.reply(200, source)
  },
})
