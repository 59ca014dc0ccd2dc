import type { AdapterArguments, App, Schema } from '@gimbal/core/adapter'
import { bindFunction, type BoundFunction, type FunctionLifecycle } from './bind-function.ts'
import { startDeadline } from './deadline.ts'
import { endStream, type ResponseStream, writePrelude, writeStream } from './response-stream.ts'
import { bufferResponse, finishInTime } from './to-lambda.ts'

/** A function that streams its responses, as Lambda calls it. */
export interface LambdaStreamHandler extends FunctionLifecycle {
  (event: unknown, responseStream: ResponseStream, context?: unknown): Promise<void>
}

/**
 * Makes a Lambda function of an app that sends responses while they are made: for function URLs
 * with `RESPONSE_STREAM` and REST APIs with `responseTransferMode: STREAM`.
 *
 * @example
 * export const handler = toLambdaStream(app, { services: { db } })
 */
export function toLambdaStream<Services, EnvSchema extends Schema = never>(
  app: App<unknown, Services>,
  ...[options]: AdapterArguments<Services, EnvSchema>
): LambdaStreamHandler {
  const bound = bindFunction(app as App<unknown, never>, options)
  const handle = async (event: unknown, stream: ResponseStream, context?: unknown): Promise<void> =>
    streamResponse(bound, stream, { event, context })
  // What `awslambda.streamifyResponse` does; without it this module also loads outside Lambda.
  return Object.assign(handle, bound.lifecycle, { [STREAMING]: 'response' })
}

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming')

async function streamResponse(
  bound: BoundFunction,
  stream: ResponseStream,
  { event, context }: { readonly event: unknown; readonly context: unknown },
): Promise<void> {
  const responded = await bound.respond(event, context)
  const { source, request, response } = responded
  if (!source.streams) {
    // This source calls the function for one whole result, which Lambda collects from the stream.
    stream.setContentType?.('application/json')
    stream.write(JSON.stringify(await bufferResponse(bound, responded)))
    return endStream(stream)
  }
  const { status, headers, body } = response
  // Without a length: a function URL would send it under another name.
  const kept = headers.filter(([name]) => name !== 'content-length')
  const whole = { status, headers: kept, body: '', isBase64Encoded: false }
  const { body: _, isBase64Encoded: __, ...prelude } = source.toResult(whole)
  const deadline = startDeadline(responded.context)
  try {
    writePrelude(stream, prelude)
    if (typeof body === 'string' || body instanceof Uint8Array) stream.write(body)
    else if (body) {
      const { isLate } = deadline
      const onInterrupt = (): void => request?.abort()
      const reason = await writeStream(stream, body, { isLate, onInterrupt })
      // Thrown, so that the client sees a response that broke off and no complete one.
      if (reason === 'late') throw new Error(LATE)
    }
    await endStream(stream)
  } finally {
    await finishInTime(bound, responded, deadline)
    deadline.clear()
  }
}

const LATE =
  'the stream of the response did not end before the invocation: raise its time limit, or end the stream earlier'
