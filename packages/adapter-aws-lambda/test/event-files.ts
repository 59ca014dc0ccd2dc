import { readFileSync } from 'node:fs'

export type RawEvent = Record<string, unknown> & { requestContext: Record<string, unknown> }

/** Reads a captured event anew; `alb-single` is the one of a load balancer without multi-value headers. */
export function readEvent(name: EventName): RawEvent {
  const file = name === 'alb-single' ? 'alb' : name
  const text = readFileSync(new URL(`events/${file}.json`, import.meta.url), 'utf8')
  const event = JSON.parse(text) as RawEvent
  return name === 'alb-single' ? toSingleValues(event) : event
}

export const eventNames = ['apigwv1', 'apigwv2', 'functionurl', 'alb', 'alb-single'] as const
export type EventName = (typeof eventNames)[number]

/** Only the last of repeated values remains, and no multi-value map. */
function toSingleValues(event: RawEvent): RawEvent {
  const { multiValueHeaders, multiValueQueryStringParameters, ...rest } = event
  const last = (map: unknown): Record<string, string> =>
    Object.fromEntries(
      Object.entries(map as Record<string, string[]>).map(([name, values]) => [
        name,
        values.at(-1)!,
      ]),
    )
  return {
    ...rest,
    headers: last(multiValueHeaders),
    queryStringParameters: last(multiValueQueryStringParameters),
  }
}
