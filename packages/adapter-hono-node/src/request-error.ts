import type { AdapterResponse, App } from '@gimbal/core/adapter'

/** Makes the response to a request that @hono/node-server refuses before Hono sees it. */
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

// "Invalid URL" means a target that does not start with a slash. With a cause it means a Host that
// the URL parser refuses: the rest of the URL has been checked by then.
function isAboutHost({ message, cause }: Error): boolean {
  return /host/i.test(message) || (message === 'Invalid URL' && cause !== undefined)
}
