import { cases } from '@gimbal/conformance'
import type { KnownDeviation, KnownDeviations } from '@gimbal/conformance'

/** Declares known deviations for case ids, or patterns of ids, with one reason. */
export function deviations(
  reason: string | KnownDeviation,
  ...ids: readonly (string | RegExp)[]
): KnownDeviations {
  const named = ids.flatMap((id) =>
    typeof id === 'string' ? [id] : cases.map((one) => one.id).filter((each) => id.test(each)),
  )
  return Object.fromEntries(named.map((id) => [id, reason]))
}

/** Requests that llhttp, the parser of node:http, refuses; `serve` responds with 400 `bad_request`. */
export const nodeParserDeviations: KnownDeviations = {
  ...deviations(
    'llhttp refuses methods that it does not know',
    ...['K06-FOO', 'K06-get', 'K06-constructor', 'K06-toString', 'K06-GETT', 'K06-G'],
    'GHSA-c96f-x56v-gq3h',
  ),
  ...deviations(
    'llhttp refuses spaces, control characters and bytes from 0x80 in a target',
    /^K19-(query-)?(space|tab|control|delete|utf8|latin1)$/,
  ),
  ...deviations(
    'llhttp refuses a target that starts with neither a slash nor scheme://',
    ...['target-no-slash', 'target-query-alone', 'GHSA-9hp6-4448-45g2-one-slash'],
  ),
}

export const anyCoding: KnownDeviations = deviations(
  'the platform decodes only the chunks and passes the content on, even if it has another coding',
  'te-gzip',
)

export const nodeDeviations: KnownDeviations = { ...nodeParserDeviations, ...anyCoding }

/** Guards in front of the app recognise only the spelling that Express has matched. */
const routedDeviations: KnownDeviations = deviations(
  {
    reason:
      'Express has matched the target as it was sent: dot segments, the absolute form, a fragment and escapes in the fixed part of a route match no route of the app',
    status: 404,
  },
  ...['K11', 'K11-letter', 'K11-upper', 'K11-mark', 'order-%73tatic', 'canonical'],
  /^K17(?!-(three|param-encoded|param|dots-and-more|end)$)/,
  ...['K20', 'K20-case', 'K20-https', 'K20-port', 'K20-dots', 'K20-fragment'],
  ...['rest-dots', 'rest-dots-end'],
  ...['fragment', 'fragment-slash', 'fragment-backslash'],
  ...['GHSA-crvj-82cr-hjcx', 'GHSA-crvj-82cr-hjcx-query'],
  ...['GHSA-rjq5-w47x-x359', 'GHSA-pr96-94w5-mx2h', 'GHSA-cxrg-g7r8-w69p'],
  ...['GHSA-83w8-p2f5-377r', 'GHSA-3mpf-rcc7-5347', 'GHSA-2q7r-29rg-6m5h'],
)

export const expressDeviations: KnownDeviations = {
  ...nodeDeviations,
  ...routedDeviations,
  ...deviations(
    'Express finds no path in such a target, and sends its own 404 without calling the app',
    'absolute-scheme-no-path',
  ),
}

/** Requests that each parser refuses with its own response. */
export const PARSER =
  /^parser-(?!version-two)|^CVE-2024-27982$|^CVE-2025-23167$|^GHSA-92vj-g62v-jqhh$|^lf-only$/

/** On a server other than `serve`, requests that the parser refuses get an empty 400. */
export const foreignServerDeviations: KnownDeviations = {
  ...nodeDeviations,
  ...deviations(
    'a plain node:http server sends an empty 400 if its parser refuses a request',
    PARSER,
  ),
  ...deviations(
    'a plain node:http server refuses HTTP/1.1 without Host with an empty 400',
    'K25-none',
  ),
}

export const mountedExpressDeviations: KnownDeviations = {
  ...foreignServerDeviations,
  ...routedDeviations,
  ...deviations(
    'these targets are outside the mount: Express sends its own 404',
    ...['target-asterisk', 'target-options-asterisk', 'GHSA-p36q-q72m-gchr'],
    ...['absolute-no-path', 'absolute-query', 'absolute-scheme-no-path'],
  ),
}

/** Requests that Express's JSON parser refuses or changes before the app. */
export const rawParsedExpressDeviations: KnownDeviations = {
  ...expressDeviations,
  ...deviations(
    "express.json() parses every body declared as JSON, and refuses it with Express's error page",
    /^K31(-|$)/,
    'query-method-invalid',
    ...[
      'K04-body',
      'K34-utf16',
      'text-json',
      'bytes-json',
      'stream-json',
      'nothing',
      'demand-invalid',
    ],
    /^limit-small/,
    ...['first-401-400', 'first-400-404'],
  ),
  ...deviations(
    'express.json() accepts only objects and arrays',
    ...[
      'json-string-low',
      'json-string-order',
      'json-pair',
      'json-number',
      'json-text',
      'json-null',
    ],
    'K40-trailer-next',
  ),
  ...deviations(
    "express.json() refuses charsets with Express's error page",
    ...['K32-utf16', 'K32-latin1', 'K32-bogus', 'K32-parameter-more'],
  ),
  ...deviations(
    'express.json() decodes content codings, or refuses them itself',
    ...['K33', 'K33-valid', 'K33-foo', 'K33-br', 'K33-identity, gzip', 'K33-gzip, gzip'],
  ),
  ...deviations(
    'express.json() has its own limit of 100 KB, and waits for the whole body before it refuses it',
    ...['K37-huge', 'K38', 'K38-sent', 'K38-chunked', 'K38-100m', 'K38-huge', 'K38-bytes'],
    ...['K38-stream', 'K38-nothing', 'K38-demand', 'K38-stream-chunked', 'K39', 'K39-utf8'],
    ...['K39-chunked', 'limit-large', 'limit-large-over', 'GHSA-9vqf-7f2p-gf9v'],
    /^body-(json|reader)-over/,
    ...['GHSA-9vqf-7f2p-gf9v-unread', 'first-401-413', 'first-415-413-coding', 'first-413-400'],
  ),
}

export const parsedExpressDeviations: KnownDeviations = {
  ...rawParsedExpressDeviations,
  ...deviations(
    'express.json() reads a byte order mark as {}, and the app cannot detect it',
    'K30-bom',
  ),
  ...deviations(
    'express.json() reads invalid UTF-8 as U+FFFD',
    ...['K34', 'K34-cut', 'K34-surrogate'],
  ),
  webhook: { reason: 'express.json() keeps no bytes: raw_body_unavailable', status: 500 },
  'webhook-bom': { reason: 'express.json() keeps no bytes: raw_body_unavailable', status: 500 },
}

/** @hono/node-server makes a URL before it calls the app, and refuses a request if that fails. */
export const honoDeviations: KnownDeviations = {
  ...nodeDeviations,
  ...deviations(
    '@hono/node-server accepts absolute targets only with http: or https: in lower case',
    ...['K20-case', 'GHSA-p36q-q72m-gchr', 'absolute-scheme-no-path'],
  ),
  ...deviations(
    '@hono/node-server refuses a Host with an empty port or an IPvFuture address',
    ...['K25-good-a.test:', 'K25-good-[v1.a:b]'],
  ),
  ...deviations(
    '@hono/node-server uses the URL parser, which reads numbers as an address and checks ports',
    ...['K25-good-1.2.3.4.5', 'K25-good-a.test:65536'],
  ),
  ...deviations('@hono/node-server refuses a Host that the URL parser decodes', 'K25-good-a%41'),
  ...deviations(
    '@hono/node-server treats a backslash in a fragment like one in the path',
    'fragment-backslash',
  ),
  ...deviations('@hono/node-server checks Host first', 'first-length-host'),
}

/** In process there is no connection with a client address. */
export const fetchDeviations: KnownDeviations = {
  ...deviations('a Request has no client address', 'K26', 'K26-client'),
}

export const workerdDeviations: KnownDeviations = {
  ...anyCoding,
  ...deviations(
    'workerd refuses methods that it does not know with its own text response',
    ...['K06-LINK', 'K06-M-SEARCH', 'K06-FOO', 'K06-get', 'K06-constructor', 'K06-toString'],
    ...['K06-GETT', 'K06-G', 'GHSA-c96f-x56v-gq3h'],
  ),
  ...deviations(
    'workerd refuses an invalid URI with its own text response',
    ...['K19', 'K19-tick', 'K19-query-less', 'K19-query-greater', 'K19-query-quote'],
    /^K19-(query-)?(space|tab|control|delete|latin1)$/,
    ...['target-query-alone', 'GHSA-9hp6-4448-45g2-one-slash'],
  ),
  ...deviations(
    'workerd appends such a target to the authority, from which it cannot be separated',
    'target-no-slash',
  ),
  ...deviations('workerd responds to CONNECT with its own 500', 'connect'),
  ...deviations(
    'workerd refuses requests with a missing or empty Host with its own text response',
    ...['K25-empty', 'K25-none', 'K25-http10'],
  ),
  ...deviations(
    'workerd gives no client address; only the edge sets cf-connecting-ip',
    'K26',
    'K26-client',
  ),
  ...deviations('workerd joins Cookie lines with a comma', 'cookies-two-lines'),
  ...deviations(
    'workerd drops header fields without a value if it knows their names',
    ...['K49-nothing', 'origin-two', 'K24-empty', 'K25-two-empty'],
  ),
  ...deviations('workerd refuses a Host that is not UTF-8', 'K25-latin1'),
  ...deviations('workerd removes a fragment before the app can check it', 'fragment-quote'),
  ...deviations('workerd detects that a client has left only when it sends data', 'leave-waiting'),
  ...deviations('workerd closes a connection if much of the content is unread', 'K39-get'),
  ...deviations(
    'workerd refuses what its parser refuses with its own text response, or is less strict',
    PARSER,
  ),
}
