import { errorResponse } from '@gimbal/core/adapter'

/**
 * Answers what @hono/node-server refuses by itself as the app would; for its `errorHandler`.
 *
 * @example
 * getRequestListener(hono.fetch, { errorHandler: answerRequestError })
 */
export function answerRequestError(error: unknown): Response {
  const refused = error instanceof Error && error.name === 'RequestError' ? error : undefined
  if (!refused) console.error(error)
  const { status, headers, body } = refused
    ? errorResponse(400, isAboutHost(refused) ? 'bad_host' : 'bad_path')
    : errorResponse(500)
  return new Response(body as string, { status, headers: Object.fromEntries(headers) })
}

// "Invalid URL" is said of a target that does not start with a slash, and, with a cause, of a Host
// that the URL parser refuses: by then nothing else can be wrong with the URL.
function isAboutHost({ message, cause }: Error): boolean {
  return /host/i.test(message) || (message === 'Invalid URL' && cause !== undefined)
}
