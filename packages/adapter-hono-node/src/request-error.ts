import type { AdapterResponse, App } from '@gimbal/core/adapter'

/** Answers what @hono/node-server refuses before Hono sees it. */
export function answerRequestError(error: unknown, app: Pick<App, 'refuse'>): Response {
  if (error instanceof Error && error.name === 'RequestError') {
    return toResponse(
      app.refuse({ status: 400, code: isAboutHost(error) ? 'bad_host' : 'bad_path' }),
    )
  }
  return toResponse(app.refuse({ status: 500, error }))
}

function toResponse({ status, headers, body }: AdapterResponse): Response {
  return new Response(body as string, { status, headers: Object.fromEntries(headers) })
}

// "Invalid URL" is said of a target that does not start with a slash, and, with a cause, of a Host
// that the URL parser refuses: by then nothing else can be wrong with the URL.
function isAboutHost({ message, cause }: Error): boolean {
  return /host/i.test(message) || (message === 'Invalid URL' && cause !== undefined)
}
