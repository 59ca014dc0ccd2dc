import type { KnownDeviations } from '@gimbal/conformance'
import { deviations, workerdDeviations } from './node-and-workerd.ts'

// It passes on the client address, and reads whole bodies itself.
const { 'K26-client': _peer, 'K39-get': _unread, ...stillThere } = workerdDeviations

/**
 * `wrangler dev` has a proxy in front, which makes a URL of each request and sends a new request;
 * the Worker cannot detect its changes. Only for development: a deployed Worker has the known
 * deviations of workerd.
 */
export const wranglerDevDeviations: KnownDeviations = {
  ...stillThere,
  ...deviations(
    'wrangler dev rewrites the request line: \\ becomes /, and raw characters are encoded',
    ...['K19-quote', 'K19-utf8', 'K19-query-utf8', 'K19-backslash', 'K19-backslash-dots'],
    ...['K19-backslash-first', 'GHSA-wwfh-h76j-fc44'],
  ),
  ...deviations(
    'wrangler dev responds with its own 500 if it cannot make a URL',
    ...['target-asterisk', 'target-options-asterisk'],
    ...['K25-space', 'K25-bracket', 'K25-bad-ipv6', 'K25-not-ipv6', 'K25-ports', 'K25-letters'],
    ...['K25-angle', 'K25-percent', 'K25-two', 'K25-two-different', 'K25-good-[v1.a:b]'],
    ...['K25-good-1.2.3.4.5', 'K25-good-a.test:65536'],
  ),
  ...deviations(
    'wrangler dev makes one URL of Host and target, and reads path and Host from it',
    ...['K25', 'K25-port', 'K25-userinfo', 'K25-at', 'K25-backslash', 'K25-fragment', 'K25-query'],
    ...['K25-utf8', 'GHSA-3vj8-jmxq-cgj5', 'first-host-path'],
  ),
  ...deviations(
    { reason: 'wrangler dev waits for the body before it passes on a response', breaks: 'hang' },
    /^K38($|-(100m|huge|text|bytes|form|stream|nothing|demand|get|head|delete)$)/,
    ...['limit-large-over', 'first-404-413', 'first-405-413', 'first-401-413', 'first-415-413'],
    'first-415-413-coding',
  ),
  ...deviations(
    'wrangler dev responds to a body that ends too early with its own 500',
    /^K41(-|$)/,
    /^body-\w+-cut(-chunked)?$/,
    ...['chunk-size', 'chunk-size-minus', 'chunk-size-overflow', 'chunk-no-end', 'chunk-lf-end'],
    'CVE-2024-22019',
  ),
  ...deviations(
    'wrangler dev replaces a response that breaks off with its own 500',
    ...['stream-out-broken', 'stream-out-broken-http10', 'stream-out-object', 'stream-out-short'],
  ),
  ...deviations(
    'wrangler dev sends HTML through a rewriter, which removes its length',
    ...['text-out-type', 'text-charset-added'],
  ),
  ...deviations(
    'wrangler dev does not report that a client left before the response',
    'leave-waiting',
  ),
}
