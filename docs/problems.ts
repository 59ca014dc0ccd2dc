import { type CoreProblemCode, problemCodes } from '@gimbal/core'

interface ProblemText {
  /** When core sends it. */
  readonly when: string
  /** What the client should do. */
  readonly todo: string
}

const texts: Readonly<Record<CoreProblemCode, ProblemText>> = {
  bad_request: {
    when: 'The request is not HTTP, or its body comes in tiny chunks that cost more than their bytes.',
    todo: 'Repair the client. Send a body in larger chunks.',
  },
  bad_host: {
    when: 'The Host header is missing, empty or no host name.',
    todo: 'Send one Host header with a name or an address, and a port if need be.',
  },
  bad_path: {
    when: 'The target has a control, a space, a backslash, a broken escape or an escape that is not UTF-8.',
    todo: 'Percent-encode the path as UTF-8.',
  },
  bad_redirect: {
    when: 'A handler was asked to redirect to another site, which its route does not allow.',
    todo: 'Ask for a path of this host.',
  },
  empty_body: { when: 'The route takes JSON and got no content.', todo: 'Send a JSON value.' },
  forbidden_key: {
    when: 'The JSON has a key that changes prototypes: `__proto__`, or `constructor` with `prototype`.',
    todo: 'Use another key.',
  },
  incomplete_body: {
    when: 'The body ended before its length or its last chunk.',
    todo: 'Send the request again.',
  },
  invalid_json: { when: 'The body is not JSON.', todo: 'Repair the body.' },
  invalid_string: {
    when: 'A text in the JSON has half of a surrogate pair.',
    todo: 'Send whole characters.',
  },
  invalid_utf8: { when: 'The body is not UTF-8.', todo: 'Encode the body as UTF-8.' },
  too_deep: {
    when: 'The JSON is nested more than 64 levels deep.',
    todo: 'Send flatter data.',
  },
  unauthorized: {
    when: 'The route needs a token and got none.',
    todo: 'Sign in, and send `Authorization: Bearer …`.',
  },
  invalid_token: {
    when: 'The token is malformed, unknown or has ended.',
    todo: 'Sign in again.',
  },
  not_found: {
    when: 'There is no route for the path, or a parameter does not fit its schema.',
    todo: 'Check the path.',
  },
  method_not_allowed: {
    when: 'The path has a route, but not for this method.',
    todo: 'Use a method of the `Allow` header.',
  },
  request_timeout: {
    when: 'The request did not arrive in time.',
    todo: 'Send it again, faster.',
  },
  body_too_large: {
    when: 'The body is over the limit of the route: 1 MiB unless it says otherwise.',
    todo: 'Send less, or in parts.',
  },
  uri_too_long: { when: 'The target is longer than 8,000 bytes.', todo: 'Send data in a body.' },
  unsupported_media_type: {
    when: 'The content type, the charset or the content coding is not one that the route takes.',
    todo: 'Send what `Accept` or `Accept-Encoding` of the response names.',
  },
  validation: {
    when: 'Query, headers or body do not fit their schemas.',
    todo: 'Repair what `errors` names: each has `in`, `path` and `message`.',
  },
  headers_too_large: {
    when: 'The header fields are too many or too long.',
    todo: 'Send fewer or shorter header fields.',
  },
  internal_error: {
    when: 'The server failed. The log has the reason, under the id of `x-request-id`.',
    todo: 'Tell the operator that id.',
  },
  not_implemented: { when: 'The method has no meaning here.', todo: 'Use another method.' },
  draining: { when: 'The server is about to stop.', todo: 'Ask another instance.' },
  unavailable: {
    when: 'Something that the server needs does not answer, or a time limit passed.',
    todo: 'Try again after `Retry-After` seconds.',
  },
  http_version_not_supported: {
    when: 'The request line names a version other than HTTP/1.0 and HTTP/1.1.',
    todo: 'Use HTTP/1.1.',
  },
}

/** The page of problem codes, as Markdown. */
export function problemsPage(): string {
  const rows = Object.entries(problemCodes).map(([code, status]) => {
    const { when, todo } = texts[code as CoreProblemCode]
    return `| \`${code}\` | ${String(status)} | ${when} | ${todo} |`
  })
  return [
    '# Problem codes',
    '',
    'An error response is a problem document (RFC 9457): `type`, `title`, `status`, `code`, and `detail` or',
    '`errors` where there are any. These are the codes that core sends by itself; an app adds its own with',
    '`problem()` and `defineProblem()`. `vitest run docs -u` writes this page from the registry.',
    '',
    '<!-- prettier-ignore-start -->',
    '',
    '| code | status | when | what to do |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '<!-- prettier-ignore-end -->',
    '',
  ].join('\n')
}
