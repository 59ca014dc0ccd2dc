/**
 * The fields of all events that the adapter reads. Each is narrowed where it is read, since events
 * are also written by hand: in tests, in the console, by warmers.
 */
export interface LambdaEvent {
  readonly version?: unknown
  readonly httpMethod?: unknown
  readonly method?: unknown
  readonly resource?: unknown
  readonly path?: unknown
  readonly rawPath?: unknown
  readonly rawQueryString?: unknown
  readonly queryStringParameters?: unknown
  readonly multiValueQueryStringParameters?: unknown
  readonly headers?: unknown
  readonly multiValueHeaders?: unknown
  readonly cookies?: unknown
  readonly routeKey?: unknown
  readonly pathParameters?: unknown
  readonly body?: unknown
  readonly isBase64Encoded?: unknown
  readonly requestContext: RequestContext
}

interface RequestContext {
  readonly elb?: unknown
  readonly http?: unknown
  readonly identity?: unknown
  readonly domainName?: unknown
  readonly path?: unknown
  readonly stage?: unknown
  readonly serviceArn?: unknown
}

/** Returns an event with a request context, or `undefined` for anything else. */
export function asEvent(event: unknown): LambdaEvent | undefined {
  return isRecord(event) && isRecord(event['requestContext'])
    ? (event as unknown as LambdaEvent)
    : undefined
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns a text, or `undefined` for anything else. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Returns the text of a property. */
export function textOf(record: unknown, name: string): string | undefined {
  return isRecord(record) ? asText(record[name]) : undefined
}

/** Yields each name of a map with its values; a value may be a text or a list of texts. */
export function* valuesOf(map: unknown): Generator<readonly [name: string, values: string[]]> {
  if (!isRecord(map)) return
  for (const [name, value] of Object.entries(map)) {
    const values = (Array.isArray(value) ? (value as unknown[]) : [value]).filter(
      (each) => typeof each === 'string',
    )
    if (values.length > 0) yield [name, values]
  }
}
