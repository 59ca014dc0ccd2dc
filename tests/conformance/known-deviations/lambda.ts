import type { KnownDeviations } from '@gimbal/conformance'
import { deviations, foreignServerDeviations } from './node-and-workerd.ts'

/** A function gets an event and returns a value: whole bodies, no connection, a decoded path. */
export const lambdaDeviations: KnownDeviations = {
  ...foreignServerDeviations,
  ...deviations(
    'an HTTP API decodes the path: an encoded slash becomes a slash, and %zz may have been %25zz',
    ...['K12-slash', 'K12-slash-lower', 'K12-static', 'K18', 'K18-twice', 'K18-param'],
    ...['GHSA-wc8c-qw6v-h7f6', 'GHSA-q5qw-h33p-qvwr', 'GHSA-5w89-w975-hf9q'],
    ...[
      'rest-several',
      'canonical',
      'canonical-escapes',
      'fence-mark-encoded',
      'header-name-slash',
      'K20-bad',
    ],
    /^K15(-|$)/,
    ...['first-path-match', 'first-path-options', 'first-path-method', 'first-path-preflight'],
    'cors-early',
  ),
  ...deviations(
    'raw characters cannot be detected in a decoded path, and the part after # is missing',
    ...['K19', 'K19-quote', 'K19-tick', 'fragment-quote'],
    ...['K19-backslash', 'K19-backslash-dots', 'K19-backslash-first', 'GHSA-wwfh-h76j-fc44'],
  ),
  ...deviations(
    'an HTTP API joins repeated headers with a comma without a space',
    ...['K23', 'K23-case', 'K23-empty', 'K23-empty-last', 'K23-empty-both'],
  ),
  ...deviations(
    'a body with a text type is text in the event, with U+FFFD for invalid UTF-8',
    ...['K34', 'K34-cut', 'K34-surrogate', 'K34-utf16', 'text-utf8', 'demand-text-utf8'],
  ),
  ...deviations(
    { reason: 'a gateway waits for the whole body before it calls the function', breaks: 'hang' },
    ...['K38', 'K38-text', 'K38-bytes', 'K38-form', 'K38-stream', 'K38-nothing', 'K38-demand'],
    ...['K38-get', 'K38-head', 'K38-delete', 'limit-large-over', 'first-404-413', 'first-405-413'],
    ...['first-401-413', 'first-415-413', 'first-415-413-coding'],
  ),
  ...deviations(
    'the test gateway uses node:http, which misparses the bytes after an upgrade',
    ...['upgrade-value', 'upgrade-body'],
  ),
  ...deviations('an HTTP API accepts 10 MB and refuses more itself', 'K38-100m', 'K38-huge'),
  ...deviations(
    'an event has the whole body and its length, so a large body is refused before the handler',
    ...['GHSA-9vqf-7f2p-gf9v', 'GHSA-9vqf-7f2p-gf9v-unread'],
    ...['K38-stream-chunked', 'limit-small-stream'],
    ...['body-stream-over-chunked', 'body-reader-over-chunked'],
  ),
  ...deviations(
    'a buffered response always has a length',
    ...['stream-out', 'stream-out-empty', 'stream-out-readable', 'stream-out-coded-stream'],
    ...['sse', 'sse-stripped', 'sse-missed', 'sse-missed-utf8', 'sse-missed-none'],
  ),
  ...deviations(
    { reason: 'a failing stream fails the invocation: the gateway sends a 500', status: 500 },
    ...['stream-out-broken', 'stream-out-broken-http10', 'stream-out-object'],
    ...['stream-out-short', 'sse-forged'],
  ),
}

/** Cases that need a response in progress. */
export const lambdaLiveDeviations: KnownDeviations = {
  ...deviations(
    'no part of a response is sent before it is complete',
    ...['sse-head', 'sse-one-by-one', 'sse-keep-alive', 'sse-leave-silent', 'sse-leave-restless'],
    ...['flow-out', 'stream-breaking'],
  ),
  ...deviations(
    'the function is not called before the body is complete',
    ...['flow-in', 'flow-in-chunked', 'leave-upload'],
  ),
  ...deviations('a function is not told that its client has left', 'leave-waiting'),
}
