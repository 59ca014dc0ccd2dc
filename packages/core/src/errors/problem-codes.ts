/**
 * The problem codes that core itself sends, each with its status; the first of a status is the
 * default of errors that name no code. `docs/PROBLEMS.md` says when a
 * code is sent and what to do; a test keeps the two alike.
 */
export const problemCodes = {
  bad_request: 400,
  bad_host: 400,
  bad_path: 400,
  bad_redirect: 400,
  empty_body: 400,
  forbidden_key: 400,
  incomplete_body: 400,
  invalid_json: 400,
  invalid_string: 400,
  invalid_utf8: 400,
  too_deep: 400,
  unauthorized: 401,
  invalid_token: 401,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  body_too_large: 413,
  uri_too_long: 414,
  unsupported_media_type: 415,
  validation: 422,
  headers_too_large: 431,
  internal_error: 500,
  not_implemented: 501,
  unavailable: 503,
  draining: 503,
  http_version_not_supported: 505,
} as const

/** A problem code of core. */
export type CoreProblemCode = keyof typeof problemCodes
