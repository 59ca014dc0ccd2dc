import { badRequest, HttpError } from './http-error.ts'

/** The error for a body over its limit. */
export function bodyTooLarge(): HttpError {
  return new HttpError(413)
}

/** The error for a body that ended before its declared length or its last chunk. */
export function incompleteBody(): HttpError {
  return badRequest('incomplete_body')
}

/** The error for a body in so many tiny chunks that each costs more than the bytes in it. */
export function fragmentedBody(): HttpError {
  return badRequest('bad_request')
}
