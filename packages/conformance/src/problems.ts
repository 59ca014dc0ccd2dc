// Not imported from core: otherwise the suite would agree with every error of core.
const TITLES = {
  bad_request: [400, 'Bad Request'],
  bad_host: [400, 'Bad Request'],
  bad_path: [400, 'Bad Request'],
  bad_redirect: [400, 'Bad Request'],
  empty_body: [400, 'Bad Request'],
  incomplete_body: [400, 'Bad Request'],
  invalid_json: [400, 'Bad Request'],
  invalid_utf8: [400, 'Bad Request'],
  invalid_string: [400, 'Bad Request'],
  forbidden_key: [400, 'Bad Request'],
  too_deep: [400, 'Bad Request'],
  unauthorized: [401, 'Unauthorized'],
  invalid_token: [401, 'Unauthorized'],
  forbidden: [403, 'Forbidden'],
  not_found: [404, 'Not Found'],
  method_not_allowed: [405, 'Method Not Allowed'],
  teapot_empty: [409, 'Conflict'],
  validation: [422, 'Unprocessable Content'],
  body_too_large: [413, 'Content Too Large'],
  uri_too_long: [414, 'URI Too Long'],
  unsupported_media_type: [415, 'Unsupported Media Type'],
  headers_too_large: [431, 'Request Header Fields Too Large'],
  internal_error: [500, 'Internal Server Error'],
  not_implemented: [501, 'Not Implemented'],
} as const

export type ProblemCode = keyof typeof TITLES

export function problemStatus(code: ProblemCode): number {
  return TITLES[code][0]
}

/** Returns the body that every host sends for a problem code. */
export function problemText(code: ProblemCode): string {
  const [status, title] = TITLES[code]
  return `{"type":"about:blank","title":"${title}","status":${status},"code":"${code}"}`
}
