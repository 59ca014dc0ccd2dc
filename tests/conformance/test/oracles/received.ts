import { type EventSourceName, readHead } from '@gimbal/test-support/lambda'
import type { GivenAnswer } from './answers.ts'

/** What a client receives of a result, through the gateway of its source. */
export interface Received {
  readonly status: number
  readonly type: string | undefined
  readonly cookies: readonly string[]
  /** In base64. */
  readonly body: string
  /** The body of the result is text, which every source passes on unchanged. */
  readonly isText: boolean
}

export const receivedAspects = ['status', 'type', 'cookies', 'body', 'isText'] as const
export type ReceivedAspect = (typeof receivedAspects)[number] | 'refused'

/** Reads a result as its source does; `undefined` if the source refuses it. */
export function receive(source: EventSourceName, result: unknown): Received | undefined {
  try {
    const record = JSON.parse(JSON.stringify(result)) as Record<string, unknown>
    const { statusCode, headers } = readHead(source, record)
    const { body = '', isBase64Encoded } = record as { body?: string; isBase64Encoded?: boolean }
    const valuesOf = (wanted: string): string[] =>
      headers
        .filter(([name]) => name.toLowerCase() === wanted)
        .flatMap(([, value]) => value as string | string[])
    return {
      status: statusCode,
      type: valuesOf('content-type')[0],
      cookies: valuesOf('set-cookie'),
      body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString('base64'),
      isText: !isBase64Encoded,
    }
  } catch {
    return undefined
  }
}

/** What a client of node:http would receive. */
export function receivedOf({ status, headers, body }: GivenAnswer): Received {
  const valuesOf = (wanted: string): string[] =>
    headers.filter(([name]) => name === wanted).map(([, value]) => value)
  return {
    status,
    type: valuesOf('content-type')[0],
    cookies: valuesOf('set-cookie'),
    body: Buffer.from(body ?? '').toString('base64'),
    isText: typeof body !== 'object',
  }
}

export function receivedDifferences(
  one: Received | undefined,
  other: Received | undefined,
): readonly ReceivedAspect[] {
  if (!one || !other) return one === other ? [] : ['refused']
  return receivedAspects.filter(
    (aspect) => JSON.stringify(one[aspect]) !== JSON.stringify(other[aspect]),
  )
}
