import { cases } from '@gimbal/conformance'
import type { KnownDeviation, KnownDeviations } from '@gimbal/conformance'

/** Names the cases by their ids, or by patterns of ids, under one reason. */
export function deviations(
  reason: string | KnownDeviation,
  ...ids: readonly (string | RegExp)[]
): KnownDeviations {
  const named = ids.flatMap((id) =>
    typeof id === 'string' ? [id] : cases.map((one) => one.id).filter((each) => id.test(each)),
  )
  return Object.fromEntries(named.map((id) => [id, reason]))
}

/** What llhttp, the parser of node:http, refuses before our code; our server answers 400 `bad_request`. */
export const nodeParserDeviations: KnownDeviations = {
  ...deviations(
    'llhttp knows its methods, and refuses others itself',
    ...['K06-FOO', 'K06-get', 'K06-constructor', 'K06-toString', 'K06-GETT', 'K06-G'],
    'GHSA-c96f-x56v-gq3h',
  ),
  ...deviations(
    'llhttp refuses spaces, controls and bytes from 0x80 in a target itself',
    /^K19-(query-)?(space|tab|control|delete|utf8|latin1)$/,
  ),
  ...deviations(
    'llhttp takes no target that begins neither with a slash nor with scheme://',
    ...['target-no-slash', 'target-query-alone', 'GHSA-9hp6-4448-45g2-one-slash'],
  ),
}

export const anyCoding: KnownDeviations = deviations(
  'the platform undoes chunks and hands on what is inside, whatever other coding it is in',
  'te-gzip',
)

export const nodeDeviations: KnownDeviations = { ...nodeParserDeviations, ...anyCoding }

/** Guards in front of the app stand on the spelling that Express has seen. */
const routedDeviations: KnownDeviations = deviations(
  {
    reason:
      'Express has matched the target as it was sent: dot segments, the absolute form, a fragment and escapes in the fixed part of a route are not for the app',
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
    'Express finds no path in such a target, and answers its own 404 without a look at anybody',
    'absolute-scheme-no-path',
  ),
}

/** What parsers refuse, each in its own way. */
export const PARSER =
  /^parser-(?!version-two)|^CVE-2024-27982$|^CVE-2025-23167$|^GHSA-92vj-g62v-jqhh$|^lf-only$/

/** A server that is not ours answers what its parser refuses with an empty 400. */
export const foreignServerDeviations: KnownDeviations = {
  ...nodeDeviations,
  ...deviations("node:http's own server answers its parser's refusals with an empty 400", PARSER),
  ...deviations(
    "node:http's own server refuses HTTP/1.1 without Host with an empty 400",
    'K25-none',
  ),
}

export const mountedExpressDeviations: KnownDeviations = {
  ...foreignServerDeviations,
  ...routedDeviations,
  ...deviations(
    "these targets lie outside the mount: Express's own 404",
    ...['target-asterisk', 'target-options-asterisk', 'GHSA-p36q-q72m-gchr'],
    ...['absolute-no-path', 'absolute-query', 'absolute-scheme-no-path'],
  ),
}

/** What Express's JSON parser answers or changes before us. */
export const rawParsedExpressDeviations: KnownDeviations = {
  ...expressDeviations,
  ...deviations(
    "express.json() parses whatever calls itself JSON and refuses it with Express's error page",
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
    'express.json() takes objects and arrays alone',
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
    "express.json() refuses charsets by itself, with Express's error page",
    ...['K32-utf16', 'K32-latin1', 'K32-bogus', 'K32-parameter-more'],
  ),
  ...deviations(
    'express.json() undoes codings, or refuses them by itself',
    ...['K33', 'K33-foo', 'K33-br', 'K33-identity, gzip', 'K33-gzip, gzip'],
  ),
  ...deviations(
    'express.json() has a limit of its own, 100 KB, and waits for the whole body before it says so',
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
    'express.json() makes {} of a byte order mark, and leaves no sign of it',
    'K30-bom',
  ),
  ...deviations(
    'express.json() reads broken UTF-8 as U+FFFD',
    ...['K34', 'K34-cut', 'K34-surrogate'],
  ),
  webhook: { reason: 'express.json() keeps no bytes: raw_body_unavailable', status: 500 },
  'webhook-bom': { reason: 'express.json() keeps no bytes: raw_body_unavailable', status: 500 },
}

/** @hono/node-server makes a URL before it calls us, and refuses what it cannot make one of. */
export const honoDeviations: KnownDeviations = {
  ...nodeDeviations,
  ...deviations(
    '@hono/node-server takes absolute targets of http: and https: alone, in lower case',
    ...['K20-case', 'GHSA-p36q-q72m-gchr', 'absolute-scheme-no-path'],
  ),
  ...deviations(
    "@hono/node-server's idea of a Host knows no empty port and no future address",
    ...['K25-good-a.test:', 'K25-good-[v1.a:b]'],
  ),
  ...deviations(
    '@hono/node-server asks the URL parser, which takes numbers for an address and looks at ports',
    ...['K25-good-1.2.3.4.5', 'K25-good-a.test:65536'],
  ),
  ...deviations('@hono/node-server refuses a Host that the URL parser decodes', 'K25-good-a%41'),
  ...deviations(
    '@hono/node-server takes a backslash in a fragment for one in the path',
    'fragment-backslash',
  ),
  ...deviations('@hono/node-server looks at Host first', 'first-length-host'),
}

/** In process nothing is in front of the adapter, and nothing behind it that has an address. */
export const fetchDeviations: KnownDeviations = {
  ...deviations('a Request has no peer', 'K26', 'K26-client'),
}

export const workerdDeviations: KnownDeviations = {
  ...anyCoding,
  ...deviations(
    'workerd refuses methods that it does not know with a text of its own',
    ...['K06-LINK', 'K06-M-SEARCH', 'K06-FOO', 'K06-get', 'K06-constructor', 'K06-toString'],
    ...['K06-GETT', 'K06-G', 'GHSA-c96f-x56v-gq3h'],
  ),
  ...deviations(
    'workerd refuses what is no URI with a text of its own',
    ...['K19', 'K19-tick', 'K19-query-less', 'K19-query-greater', 'K19-query-quote'],
    /^K19-(query-)?(space|tab|control|delete|latin1)$/,
    ...['target-query-alone', 'GHSA-9hp6-4448-45g2-one-slash'],
  ),
  ...deviations(
    'workerd pastes such a target to the authority, where it cannot be told apart',
    'target-no-slash',
  ),
  ...deviations('workerd answers CONNECT with a 500 of its own', 'connect'),
  ...deviations(
    'workerd refuses requests without Host, or with an empty one, with a text of its own',
    ...['K25-empty', 'K25-none', 'K25-http10'],
  ),
  ...deviations(
    'workerd knows no peer; the edge sets cf-connecting-ip and lets nobody else',
    'K26',
    'K26-client',
  ),
  ...deviations('workerd joins Cookie lines by a comma', 'cookies-two-lines'),
  ...deviations(
    'workerd drops fields without a value, where it knows their names',
    ...['K49-nothing', 'origin-two', 'K24-empty', 'K25-two-empty'],
  ),
  ...deviations('workerd refuses a Host that is no UTF-8', 'K25-latin1'),
  ...deviations('workerd cuts a fragment off before anybody sees what is in it', 'fragment-quote'),
  ...deviations('workerd sees that a client has left when it sends it something', 'leave-waiting'),
  ...deviations('workerd closes a connection on which much content was left unread', 'K39-get'),
  ...deviations(
    'workerd answers what its parser refuses with a text of its own, or is laxer',
    PARSER,
  ),
}
