import type { KnownDeviations } from '@gimbal/conformance'
import { deviations, workerdDeviations } from './node-and-workerd.ts'

// It knows the peer, and reads all of a body itself.
const { 'K26-client': _peer, 'K39-get': _unread, ...stillThere } = workerdDeviations

/**
 * `wrangler dev` has a proxy in front, which makes a URL of each request and sends another request;
 * what it changes nobody behind it can tell. For development alone: a Worker that is deployed has
 * workerd's own register.
 */
export const wranglerDevDeviations: KnownDeviations = {
  ...stillThere,
  ...deviations(
    'wrangler dev writes the request line anew: \\ as /, what was raw encoded',
    ...['K19-quote', 'K19-utf8', 'K19-query-utf8', 'K19-backslash', 'K19-backslash-dots'],
    ...['K19-backslash-first', 'GHSA-wwfh-h76j-fc44'],
  ),
  ...deviations(
    'wrangler dev answers what it can make no URL of with a 500 of its own',
    ...['target-asterisk', 'target-options-asterisk'],
    ...['K25-space', 'K25-bracket', 'K25-bad-ipv6', 'K25-not-ipv6', 'K25-ports', 'K25-letters'],
    ...['K25-angle', 'K25-percent', 'K25-two', 'K25-two-different', 'K25-good-[v1.a:b]'],
    ...['K25-good-1.2.3.4.5', 'K25-good-a.test:65536'],
  ),
  ...deviations(
    'wrangler dev makes a URL of Host and target together, and takes path and Host from that',
    ...['K25', 'K25-port', 'K25-userinfo', 'K25-at', 'K25-backslash', 'K25-fragment', 'K25-query'],
    ...['K25-utf8', 'GHSA-3vj8-jmxq-cgj5', 'first-host-path'],
  ),
  ...deviations(
    { reason: 'wrangler dev waits for the body before it hands on an answer', breaks: 'hang' },
    /^K38($|-(100m|huge|text|bytes|form|stream|nothing|demand|get|head|delete)$)/,
    ...['limit-large-over', 'first-404-413', 'first-405-413', 'first-401-413', 'first-415-413'],
    'first-415-413-coding',
  ),
  ...deviations(
    'wrangler dev answers a body that ends before its time with a 500 of its own',
    /^K41(-|$)/,
    /^body-\w+-cut(-chunked)?$/,
    ...['chunk-size', 'chunk-size-minus', 'chunk-size-overflow', 'chunk-no-end', 'chunk-lf-end'],
    'CVE-2024-22019',
  ),
  ...deviations(
    'wrangler dev makes a 500 of its own of an answer that breaks off',
    ...['stream-out-broken', 'stream-out-short'],
  ),
  ...deviations(
    'wrangler dev sends HTML through a rewriter, and its length is lost',
    'text-out-type',
  ),
  ...deviations('wrangler dev tells nobody that a client left before its answer', 'leave-waiting'),
}
