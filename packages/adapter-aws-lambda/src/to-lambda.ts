import {
  type AdapterArguments,
  type AdapterResponse,
  type App,
  errorResponse,
  type Schema,
} from '@gimbal/core/adapter'
import {
  bindFunction,
  type BoundFunction,
  type FunctionLifecycle,
  type Responded,
} from './bind-function.ts'
import { collectStream, describeLimit, toContent, UnbufferableError } from './body.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import { isOver, type LambdaResult, splitCookies } from './response.ts'

/** A function as Lambda calls it. */
export interface LambdaHandler extends FunctionLifecycle {
  (event: unknown, context?: unknown): Promise<LambdaResult>
}

/**
 * Makes a Lambda function of an app, for REST APIs, HTTP APIs, function URLs and load balancers:
 * the event tells which. Services may read `process.env` through `env`.
 *
 * @example
 * export const handler = toLambda(app, { services: { db } })
 */
export function toLambda<Services, EnvSchema extends Schema = never>(
  app: App<unknown, Services>,
  ...[options]: AdapterArguments<Services, EnvSchema>
): LambdaHandler {
  const bound = bindFunction(app as App<unknown, never>, options)
  // Two parameters: the runtime of Node 24 refuses a handler with a callback.
  const handle = async (event: unknown, context?: unknown): Promise<LambdaResult> =>
    invoke(bound, event, context)
  return Object.assign(handle, bound.lifecycle)
}

/** Runs one invocation to its end. */
export async function invoke(
  bound: BoundFunction,
  event: unknown,
  context: unknown,
): Promise<LambdaResult> {
  const responded = await bound.respond(event, context)
  return bufferResponse(bound, responded)
}

/** Buffers a response, and waits for all work that goes on after it. */
export async function bufferResponse(
  bound: BoundFunction,
  responded: Responded,
): Promise<LambdaResult> {
  const deadline = startDeadline(responded.context)
  try {
    const result = await toResult(bound, responded, deadline)
    await finishInTime(bound, responded, deadline)
    return result
  } finally {
    deadline.clear()
  }
}

/** Waits for work after the response, at most until shortly before the invocation ends. */
export async function finishInTime(
  { host }: BoundFunction,
  { request }: Responded,
  { isLate }: Deadline,
): Promise<void> {
  const late = isLate.then(() => {
    host.report(undefined, 'the invocation ended while work after its response was still going on')
  })
  await Promise.race([request?.finish(), late])
}

async function toResult(
  { host, fail }: BoundFunction,
  { request, source, response }: Responded,
  { isLate }: Deadline,
): Promise<LambdaResult> {
  const { maxPayload, toResult, sendsAllCookies = true } = source
  if (!sendsAllCookies && splitCookies(response.headers).cookies.length > 1) {
    host.report(
      undefined,
      'only the last of several cookies was sent: turn on multi-value headers in the target group of the load balancer',
      'warn',
    )
  }
  const write = (whole: AdapterResponse, body: string | Uint8Array | undefined): LambdaResult => {
    const { status, headers } = whole
    return toResult({ status, headers, ...toContent(body, headers) })
  }
  try {
    const { body } = response
    const isStream = typeof body === 'object' && !(body instanceof Uint8Array)
    const content = isStream ? await collectStream(body, maxPayload, isLate) : body
    const result = write(response, content)
    if (isOver(result, maxPayload)) throw new UnbufferableError(describeLimit(maxPayload))
    return result
  } catch (error) {
    // Nothing was sent, so a stream that breaks off is an error response. Core has logged it.
    const failed =
      error instanceof UnbufferableError && request ? fail(request, error) : brokenOff(response)
    return write(failed, failed.body as string)
  }
}

function brokenOff({ headers }: AdapterResponse): AdapterResponse {
  const response = errorResponse(500)
  const id = headers.filter(([name]) => name === 'x-request-id')
  return { ...response, headers: [...response.headers, ...id] }
}
