import type { KnownDeviations } from '@gimbal/conformance'
import { anyCoding, deviations, PARSER } from './node-and-workerd.ts'

/** Bun parses the request line into a URL before it calls the app, and keeps only that. */
export const bunDeviations: KnownDeviations = {
  ...deviations(
    'Bun closes a connection if more bytes arrive while a request has no response',
    ...['upgrade-value', 'upgrade-value-apart', 'upgrade-body'],
  ),
  ...deviations(
    'Bun closes the connection, or sends an empty 400, for methods that it does not know',
    ...['K06-FOO', 'K06-get', 'K06-constructor', 'K06-toString', 'K06-GETT', 'K06-G'],
    'GHSA-c96f-x56v-gq3h',
  ),
  ...deviations(
    'Bun responds to spaces and control characters in a target with an empty 505',
    /^K19-(query-)?(space|tab|control)$/,
  ),
  ...deviations(
    'Bun passes on the target of the URL parser: raw characters are encoded, and \\ becomes /',
    ...['K19', 'K19-quote', 'K19-tick', 'K19-query-less', 'K19-query-greater', 'K19-query-quote'],
    /^K19-(query-)?(utf8|latin1)$/,
    ...['K19-backslash', 'K19-backslash-dots', 'K19-backslash-first', 'fragment-quote'],
    'GHSA-wwfh-h76j-fc44',
  ),
  ...deviations(
    'Bun accepts only a path, or http: or https: in absolute form: else an empty 400',
    ...['target-asterisk', 'target-no-slash', 'target-query-alone', 'target-options-asterisk'],
    ...['GHSA-9hp6-4448-45g2-one-slash', 'GHSA-p36q-q72m-gchr', 'absolute-scheme-no-path'],
  ),
  ...deviations('Bun refuses HTTP/1.1 without Host with an empty 400', 'K25-none'),
  ...deviations('Bun has its own limit for a content-length', 'K38-huge'),
  ...deviations('Bun reads trailers as the next request and refuses it', 'K40-trailer-next'),
  ...deviations(
    {
      reason: 'Bun sends a second response, a 400 for the trailers',
      breaks: 'malformed',
      sometimes: true,
    },
    'K40-trailer',
  ),
  ...deviations('Bun refuses transfer codings that it does not know with an empty 400', 'te-gzip'),
  ...deviations(
    'Bun sends a stream that ends before its first flush in one piece, with its length',
    ...['stream-out', 'stream-out-empty', 'stream-out-readable', 'stream-out-coded-stream'],
    ...['sse', 'sse-stripped', 'sse-missed', 'sse-missed-utf8', 'sse-missed-none'],
  ),
  ...deviations(
    'Bun refuses what its parser refuses with an empty 400 or 505, or is less strict',
    PARSER,
  ),
}

/** Deno.serve uses hyper: a strict parser, and connections that only the client can close. */
export const denoDeviations: KnownDeviations = {
  ...anyCoding,
  ...deviations(
    'hyper refuses an invalid URI with an empty 400',
    /^K19-(query-)?(space|tab|control|delete)$/,
    'K19-latin1',
    ...['target-asterisk', 'target-no-slash', 'target-query-alone'],
    'GHSA-9hp6-4448-45g2-one-slash',
  ),
  ...deviations('Deno turns the target of OPTIONS * into http://host/*', 'target-options-asterisk'),
  ...deviations(
    'Deno refuses two Host lines with an empty 400',
    ...['K25-two', 'K25-two-different', 'K25-two-empty'],
  ),
  ...deviations('Deno accepts HTTP/1.1 without Host, like HTTP/1.0', 'K25-none'),
  ...deviations(
    'Deno waits for the rest of an unread body, and a Response cannot end that',
    ...['K38', 'K38-100m', 'K38-huge', 'K38-text', 'K38-bytes', 'K38-form', 'K38-stream'],
    ...['K38-nothing', 'K38-demand', 'K38-delete', 'limit-large-over'],
  ),
  ...deviations(
    {
      reason: 'Deno sends connection: close, and then waits for the rest of the body',
      breaks: 'hang',
    },
    ...['K38-get', 'K38-head'],
  ),
  ...deviations('Deno closes a connection with unread content', 'K39-get'),
  ...deviations(
    { reason: 'Deno accepts LF as the end of a line, and waits for more chunks', breaks: 'hang' },
    'chunk-lf-end',
  ),
  ...deviations(
    'Deno ends a broken stream to HTTP/1.0 as it ends a whole one',
    'stream-out-broken-http10',
  ),
  ...deviations('Deno sends 205 without a length, so that a client reads until the end', 'K42-205'),
  ...deviations(
    'Deno refuses what its parser refuses with an empty 400, or is less strict',
    PARSER,
  ),
}
