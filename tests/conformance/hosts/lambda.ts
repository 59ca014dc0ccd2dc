import type { AddressInfo } from 'node:net'

import { createKitApp } from '@gimbal/conformance/app'
import type { Started } from '@gimbal/conformance'
import { startGateway } from '../test/lambda/gateway.ts'
import { toLambda } from '../test/lambda/to-lambda.ts'

/**
 * A Lambda function behind a server that makes events of requests, as API Gateway's HTTP APIs do.
 */
export async function startLambda(): Promise<Started> {
  const server = await startGateway(toLambda(createKitApp()))
  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, stop }
}
