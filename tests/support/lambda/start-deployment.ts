import type { ServerResponse } from 'node:http'
import { type Gateway, startGateway } from './gateway.ts'
import type { EventSourceName } from './request-event.ts'
import type { Fleet } from './start-fleet.ts'
import { StreamedResult } from './streamed-result.ts'

/** Starts the gateway of an event source in front of a fleet. */
export async function startDeployment(source: EventSourceName, fleet: Fleet): Promise<Gateway> {
  const timeoutMs = 29_000
  const gateway = await startGateway(source, {
    invoke: async (event) => {
      const outcome = await fleet.invoke({ event, timeoutMs })
      if (outcome.kind === 'response') return outcome.body
      throw new Error(`the invocation failed: ${JSON.stringify(outcome)}`)
    },
  })
  return withFleet(gateway, fleet)
}

/** The same for a function that streams its responses. */
export async function startStreamingDeployment(
  source: EventSourceName,
  fleet: Fleet,
): Promise<Gateway> {
  const stream = async (event: string, res: ServerResponse): Promise<void> => {
    const result = new StreamedResult(source, res)
    result.on('error', () => undefined)
    const leaving = new AbortController()
    res.once('close', () => leaving.abort())
    const onChunk = (chunk: Buffer): void => void result.write(chunk)
    const outcome = await fleet.invoke({
      event,
      timeoutMs: 29_000,
      onChunk,
      signal: leaving.signal,
    })
    if (outcome.kind === 'stream') result.end()
    else throw new Error(`the invocation failed: ${JSON.stringify(outcome)}`)
  }
  return withFleet(await startGateway(source, { stream }), fleet)
}

function withFleet({ url, stop }: Gateway, fleet: Fleet): Gateway {
  return {
    url,
    stop: async () => {
      await stop()
      await fleet.stop()
    },
  }
}
