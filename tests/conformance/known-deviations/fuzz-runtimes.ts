import { METHODS } from 'node:http'

import { decodedPathOf, type Message, valuesOf, type Deviation } from '@gimbal/conformance/fuzz'

/** What Bun keeps from us. */
const bunDeviations: readonly Deviation[] = [
  {
    reason: 'Bun takes trailers for the next request',
    hosts: ['bun'],
    lax: true,
    breaks: true,
    matches: ({ content }) => content.kind === 'chunked' && (content.trailer ?? '') !== '',
  },
  {
    reason: 'Bun refuses methods that it does not know, or closes',
    hosts: ['bun'],
    matches: ({ method }) => !METHODS.includes(method),
  },
  {
    reason: 'Bun hands on a target as the URL parser leaves it, or refuses it',
    hosts: ['bun'],
    lax: true,
    matches: ({ target }) => /["<>`\\]|[^\x21-\x7e]/.test(target),
  },
  {
    reason: 'Bun takes no target but a path and http: or https: in absolute form',
    hosts: ['bun'],
    matches: ({ target }) => !/^(\/|https?:\/\/)/.test(target),
  },
  {
    reason: 'Bun hands on a target as the URL parser leaves it, which may be longer or shorter',
    hosts: ['bun'],
    lax: true,
    matches: ({ target }) => target.length > 7900,
  },
  {
    reason: 'Bun refuses HTTP/1.1 without Host itself',
    hosts: ['bun'],
    matches: (message) => valuesOf(message, 'host').length === 0,
  },
  {
    reason: 'Bun sends a stream that ends before its first flush in one piece, with its length',
    hosts: ['bun'],
    lax: true,
    matches: isStreamed,
  },
]

/** What Deno keeps from us. */
const denoDeviations: readonly Deviation[] = [
  {
    reason: 'Deno refuses what is no URI',
    hosts: ['deno'],
    matches: ({ target }) => /[^\x21-\x7e]/.test(target) || !/^(\/|[a-z]+:\/\/)/i.test(target),
  },
  {
    reason: 'Deno makes a path of OPTIONS *',
    hosts: ['deno'],
    lax: true,
    matches: ({ target }) => target === '*',
  },
  {
    reason: 'Deno takes HTTP/1.1 without Host as it does HTTP/1.0',
    hosts: ['deno'],
    lax: true,
    matches: (message) => valuesOf(message, 'host').length === 0,
  },
  {
    reason: 'Deno refuses two Host lines itself',
    hosts: ['deno'],
    matches: (message) => valuesOf(message, 'host').length > 1,
  },
  {
    reason: 'Deno refuses an Upgrade with content',
    hosts: ['deno'],
    matches: (message) =>
      valuesOf(message, 'upgrade').length > 0 && message.content.kind !== 'none',
  },
  {
    reason: 'Deno sends 205 without a length, so that a client waits for more',
    hosts: ['deno'],
    lax: true,
    breaks: true,
    matches: (message) => decodedPathOf(message) === '/resp/205body',
  },
  {
    // With HTTP/1.0 the fuzzer ends its side behind the request.
    reason:
      'Deno takes a client that has said all for one that has left, and stops what is under way',
    hosts: ['deno'],
    lax: true,
    matches: ({ version }) => version === 'HTTP/1.0',
  },
]

export const runtimeDeviations: readonly Deviation[] = [...bunDeviations, ...denoDeviations]

function isStreamed(message: Message): boolean {
  return /^\/(resp\/(stream|readable)|events(\/|$))/.test(decodedPathOf(message))
}
