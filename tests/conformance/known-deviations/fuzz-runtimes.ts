import { METHODS } from 'node:http'

import { decodedPathOf, type Message, valuesOf, type Deviation } from '@gimbal/conformance/fuzz'

/** Deviations of Bun. */
const bunDeviations: readonly Deviation[] = [
  {
    reason: 'Bun reads trailers as the next request',
    hosts: ['bun'],
    lax: true,
    breaks: true,
    matches: ({ content }) => content.kind === 'chunked' && (content.trailer ?? '') !== '',
  },
  {
    reason: 'Bun refuses methods that it does not know, or closes the connection',
    hosts: ['bun'],
    matches: ({ method }) => !METHODS.includes(method),
  },
  {
    reason: 'Bun passes on the target of the URL parser, or refuses it',
    hosts: ['bun'],
    lax: true,
    matches: ({ target }) => /["<>`\\]|[^\x21-\x7e]/.test(target),
  },
  {
    reason: 'Bun accepts only a path, or http: or https: in absolute form',
    hosts: ['bun'],
    matches: ({ target }) => !/^(\/|https?:\/\/)/.test(target),
  },
  {
    reason: 'Bun passes on the target of the URL parser, which may be longer or shorter',
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

/** Deviations of Deno. */
const denoDeviations: readonly Deviation[] = [
  {
    reason: 'Deno refuses an invalid URI',
    hosts: ['deno'],
    matches: ({ target }) => /[^\x21-\x7e]/.test(target) || !/^(\/|[a-z]+:\/\/)/i.test(target),
  },
  {
    reason: 'Deno turns the target of OPTIONS * into a path',
    hosts: ['deno'],
    lax: true,
    matches: ({ target }) => target === '*',
  },
  {
    reason: 'Deno accepts HTTP/1.1 without Host, like HTTP/1.0',
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
    // With HTTP/1.0 the fuzzer closes its side after the request.
    reason: 'Deno treats a client that has closed its side as gone, and aborts the running request',
    hosts: ['deno'],
    lax: true,
    matches: ({ version }) => version === 'HTTP/1.0',
  },
]

export const runtimeDeviations: readonly Deviation[] = [...bunDeviations, ...denoDeviations]

function isStreamed(message: Message): boolean {
  return /^\/(resp\/(stream|readable|coded-stream)|events(\/|$))/.test(decodedPathOf(message))
}
