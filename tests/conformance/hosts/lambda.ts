import { toLambda, toLambdaStream } from '@gimbal/adapter-aws-lambda'
import { createKitApp } from '@gimbal/conformance/app'
import type { Started } from '@gimbal/conformance'
import { type EventSourceName, startGateway, StreamedResult } from '@gimbal/test-support/lambda'

/** A Lambda function behind the emulated gateway of one event source. */
export function startLambda(source: EventSourceName): () => Promise<Started> {
  return async () => {
    const handler = toLambda(createKitApp())
    const invoke = async (event: string): Promise<string> =>
      JSON.stringify(await handler(JSON.parse(event), {}))
    return startGateway(source, { invoke })
  }
}

/** A Lambda function that streams its responses. */
export function startLambdaStream(source: EventSourceName): () => Promise<Started> {
  return async () => {
    const handler = toLambdaStream(createKitApp())
    return startGateway(source, {
      stream: async (event, res) => {
        const stream = new StreamedResult(source, res)
        // A client that leaves ends the stream with an error, which the function hears too.
        stream.on('error', () => undefined)
        await handler(JSON.parse(event), stream, {}).catch((error: Error) => stream.destroy(error))
      },
    })
  }
}
