import { coreError, type HttpError } from './http-error.ts'

/** The error for a body over its limit. */
export function bodyTooLarge(): HttpError {
  return coreError('body_too_large')
}

/** The error for a body that ended before its declared length or its last chunk. */
export function incompleteBody(): HttpError {
  return coreError('incomplete_body')
}

/** The error for a body in so many tiny chunks that their overhead exceeds their content. */
export function fragmentedBody(): HttpError {
  return coreError('bad_request')
}
