import type { KnownDeviations } from '@gimbal/conformance'
import type { EventSourceName } from '@gimbal/test-support/lambda'
import { deviations, foreignServerDeviations } from './node-and-workerd.ts'

/** Every source gives the function a whole request. */
const wholeRequests: KnownDeviations = {
  ...foreignServerDeviations,
  ...deviations('a gateway removes the part after # before the app can check it', 'fragment-quote'),
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
  ...deviations('a gateway refuses a body over its own limit', 'K38-100m', 'K38-huge'),
  ...deviations(
    'an event has the whole body and its length, so a large body is refused before the handler',
    ...['GHSA-9vqf-7f2p-gf9v', 'GHSA-9vqf-7f2p-gf9v-unread'],
    ...['K38-stream-chunked', 'limit-small-stream'],
    ...['body-stream-over-chunked', 'body-reader-over-chunked'],
  ),
}

/** A function that returns a result gives a whole response. */
const wholeResponses: KnownDeviations = {
  ...deviations(
    'a buffered response always has a length',
    ...['stream-out', 'stream-out-empty', 'stream-out-readable', 'stream-out-coded-stream'],
    ...['sse', 'sse-stripped', 'sse-missed', 'sse-missed-utf8', 'sse-missed-none'],
  ),
  ...deviations(
    { reason: 'a stream that breaks off before it is sent becomes a 500', status: 500 },
    ...['stream-out-broken', 'stream-out-short', 'stream-out-broken-http10', 'stream-out-object'],
    'sse-forged',
  ),
}

const textBodies = deviations(
  'a body with a text type is text in the event, with U+FFFD for invalid UTF-8',
  ...['K34', 'K34-cut', 'K34-surrogate', 'K34-utf16', 'text-utf8', 'demand-text-utf8'],
)

const joinedHeaders = deviations(
  'repeated headers come joined with a comma without a space',
  ...['K23', 'K23-case', 'K23-empty', 'K23-empty-last', 'K23-empty-both'],
)

const ROUTED = {
  reason:
    'routes of API Gateway and rules of a load balancer, and the checks behind them, apply to the path as it was sent: dot segments and escapes in the fixed part of a route match no route of the app',
  status: 404,
}

const routedDots = deviations(
  ROUTED,
  /^K17(?!-(three|param-encoded|param|dots-and-more|end)$)/,
  ...['K20-dots', 'rest-dots', 'rest-dots-end', 'canonical', 'GHSA-rjq5-w47x-x359'],
  ...['GHSA-3mpf-rcc7-5347', 'GHSA-83w8-p2f5-377r', 'GHSA-pr96-94w5-mx2h', 'GHSA-2q7r-29rg-6m5h'],
)

const routed: KnownDeviations = {
  ...routedDots,
  ...deviations(
    ROUTED,
    ...['K11', 'K11-letter', 'K11-upper', 'K11-mark', 'order-%73tatic', 'GHSA-cxrg-g7r8-w69p'],
  ),
}

const queryMaps = deviations(
  'the query comes as maps, sorted by name',
  ...['K21-broken', 'K21-empty', 'K21-flat', 'GHSA-gqgv-6jq5-jjj9'],
)

const restApi: KnownDeviations = {
  ...wholeRequests,
  ...routed,
  ...queryMaps,
  ...deviations(
    'the query of a REST API comes decoded, so raw characters cannot be detected',
    ...['K19-query-less', 'K19-query-greater', 'K19-query-quote'],
  ),
  ...deviations(
    { reason: 'these targets are outside the stage: API Gateway sends its own 403', status: 403 },
    ...['target-asterisk', 'target-options-asterisk', 'GHSA-p36q-q72m-gchr'],
    ...['absolute-no-path', 'absolute-query', 'absolute-scheme-no-path'],
  ),
  ...deviations(
    'a REST API sends www-authenticate as x-amzn-Remapped-www-authenticate',
    ...['K48', 'K48-head', 'K54-401', 'GHSA-f82v-jwr5-mffw', 'GHSA-qwph-4952-7xr6'],
    /^K49(-|$)/,
    ...['first-401-400', 'first-401-415', 'first-401-422'],
    ...['GHSA-6hw5-45gm-fj88', 'GHSA-hrwm-hgmj-7p9c', 'GHSA-f67f-6cw9-8mq4'],
    ...['GHSA-m732-5p4w-x69g', 'GHSA-hm8q-7f3q-5f36', 'GHSA-hm7r-c7qw-ghp6'],
    'GHSA-hhhv-q57g-882q',
  ),
}

const httpApi: KnownDeviations = {
  ...wholeRequests,
  ...textBodies,
  ...joinedHeaders,
  ...routedDots,
  ...deviations(
    'an HTTP API decodes the path: an encoded slash becomes a slash, and %zz may have been %25zz',
    ...['K12-slash', 'K12-slash-lower', 'K12-static', 'K18', 'K18-twice', 'K18-param'],
    ...['GHSA-wc8c-qw6v-h7f6', 'GHSA-q5qw-h33p-qvwr', 'GHSA-5w89-w975-hf9q'],
    ...['rest-several', 'canonical', 'canonical-escapes', 'fence-mark-encoded'],
    ...['header-name-slash', 'K20-bad', 'cors-early'],
    /^K15(-|$)/,
    ...['first-path-match', 'first-path-options', 'first-path-method', 'first-path-preflight'],
  ),
  ...deviations(
    'raw characters cannot be detected in a decoded path',
    ...['K19', 'K19-quote', 'K19-tick'],
    ...['K19-backslash', 'K19-backslash-dots', 'K19-backslash-first', 'GHSA-wwfh-h76j-fc44'],
  ),
}

const functionUrl: KnownDeviations = { ...wholeRequests, ...textBodies, ...joinedHeaders }

const multiValueLoadBalancer: KnownDeviations = {
  ...wholeRequests,
  ...textBodies,
  ...routed,
  ...queryMaps,
  ...deviations(
    { reason: 'a load balancer passes on 1 MB, and refuses more itself', status: 413 },
    /^body-(json|text|bytes|form)-over/,
    ...['body-stream-over', 'body-reader-over', 'K38-sent', 'K38-chunked', 'K39-utf8'],
    ...['limit-large', 'first-413-400'],
  ),
  K39: { reason: 'a load balancer takes 1 MB of a function: the echo is longer', status: 500 },
}

const loadBalancer: KnownDeviations = {
  ...multiValueLoadBalancer,
  ...deviations(
    'without multi-value headers, only the last of repeated fields and parameters arrives',
    ...['K21', 'GHSA-6rw7-vpxm-498p', 'GHSA-hrpp-h998-j3pp', 'query-record', 'query-record-proto'],
    /^K23(-case|-empty|-empty-last|-empty-both)?$/,
    ...['K24', 'K24-empty', 'K24-same', 'K25-two', 'K25-two-different', 'K25-two-empty'],
    ...['K49-two', 'cookies-two-lines', 'origin-two', 'upgrade-value-apart', 'validation'],
  ),
  ...deviations('without multi-value headers, only the last cookie is sent', 'K43'),
}

/** The deviations of each event source, with a buffered response. */
export const lambdaDeviations: Readonly<Record<EventSourceName, KnownDeviations>> = {
  'rest-api': { ...restApi, ...wholeResponses },
  'http-api': { ...httpApi, ...wholeResponses },
  'function-url': { ...functionUrl, ...wholeResponses },
  'load-balancer': { ...loadBalancer, ...wholeResponses },
  'load-balancer-multi': { ...multiValueLoadBalancer, ...wholeResponses },
}

const wholeUploads: KnownDeviations = {
  ...deviations(
    'the function is not called before the body is complete',
    ...['flow-in', 'flow-in-chunked', 'leave-upload'],
  ),
  ...deviations('a function is not told that its client has left', 'leave-waiting'),
}

/** Cases that need a response in progress. */
export const lambdaLiveDeviations: KnownDeviations = {
  ...wholeUploads,
  ...deviations(
    'no part of a response is sent before it is complete',
    ...['sse-head', 'sse-one-by-one', 'sse-keep-alive', 'sse-leave-silent', 'sse-leave-restless'],
    ...['flow-out', 'stream-breaking'],
  ),
}

const brokenHttp10 = deviations(
  'the test gateway uses node:http, which closes a broken response to HTTP/1.0 like a whole one',
  'stream-out-broken-http10',
)

/** The deviations of the sources that stream, except that no streamed response has a length. */
export const lambdaStreamDeviations: Readonly<
  Record<'rest-api' | 'function-url', KnownDeviations>
> = {
  'rest-api': { ...restApi, ...wholeUploads, ...brokenHttp10 },
  'function-url': { ...functionUrl, ...wholeUploads, ...brokenHttp10 },
}
