import { errorResponse } from '@gimbal/core/adapter'

/**
 * Answers what @hono/node-server refuses before Hono sees it in the words of the app, and logs it.
 *
 * @example
 * getRequestListener(hono.fetch, { errorHandler: answerRequestError })
 */
export function answerRequestError(error: unknown): Response {
  if (!(error instanceof Error && error.name === 'RequestError')) {
    console.error(error)
    return toResponse(500)
  }
  const id = crypto.randomUUID()
  const code = isAboutHost(error) ? 'bad_host' : 'bad_path'
  const time = new Date().toISOString()
  console.log(JSON.stringify({ time, level: 'info', message: 'refused', id, status: 400, code }))
  const response = toResponse(400, code)
  response.headers.set('x-request-id', id)
  return response
}

function toResponse(status: number, code?: string): Response {
  const { headers, body } = errorResponse(status, code)
  return new Response(body as string, { status, headers: Object.fromEntries(headers) })
}

// "Invalid URL" is said of a target that does not start with a slash, and, with a cause, of a Host
// that the URL parser refuses: by then nothing else can be wrong with the URL.
function isAboutHost({ message, cause }: Error): boolean {
  return /host/i.test(message) || (message === 'Invalid URL' && cause !== undefined)
}
