import {
  type AdapterArguments,
  type App,
  bindApp,
  errorResponse,
  type AdapterResponse,
  type Schema,
} from '@gimbal/core/adapter'

import type { LambdaEvent, LambdaResult } from './event.ts'
import { LambdaRequest } from './request.ts'

/**
 * Makes a function for API Gateway's HTTP APIs of an app. It shows what an adapter of a host
 * without
 * sockets needs, and is only used by the suite.
 */
export function toLambda<Services, EnvSchema extends Schema = never>(
  app: App<unknown, Services>,
  ...[options]: AdapterArguments<Services, EnvSchema>
): (event: LambdaEvent) => Promise<LambdaResult> {
  const host = bindApp(app, options)
  return async (event) => {
    const request = new LambdaRequest(event)
    try {
      return await toResult((await host.handle(request, process.env)) ?? errorResponse(404))
    } finally {
      await request.finish()
    }
  }
}

async function toResult({ status, headers, body }: AdapterResponse): Promise<LambdaResult> {
  const cookies = headers.filter(([name]) => name === 'set-cookie').map(([, value]) => value)
  const others = headers.filter(([name]) => name !== 'set-cookie')
  const content = await contentOf(body)
  return { statusCode: status, headers: Object.fromEntries(others), cookies, ...content }
}

async function contentOf(
  body: AdapterResponse['body'],
): Promise<Pick<LambdaResult, 'body' | 'isBase64Encoded'>> {
  if (body === undefined || typeof body === 'string')
    return { body: body ?? '', isBase64Encoded: false }
  const bytes = body instanceof Uint8Array ? body : await collect(body.next)
  return { body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true }
}

// A failing stream fails the invocation: a part of it must not look like a complete response.
async function collect(next: () => Promise<Uint8Array | undefined>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for (let chunk = await next(); chunk !== undefined; chunk = await next()) chunks.push(chunk)
  return Buffer.concat(chunks)
}
