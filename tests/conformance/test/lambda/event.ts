/**
 * The event that API Gateway's HTTP APIs pass to a function (payload format 2.0): the fields in
 * use.
 */
export interface LambdaEvent {
  readonly version: '2.0'
  /** Already decoded, so a `?` or `%` in it is data. */
  readonly rawPath: string
  readonly rawQueryString: string
  readonly headers: Readonly<Record<string, string>>
  readonly cookies?: readonly string[]
  readonly requestContext: {
    readonly http: { readonly method: string; readonly sourceIp: string }
  }
  readonly body?: string
  readonly isBase64Encoded: boolean
}

/** The result of a function. */
export interface LambdaResult {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly cookies: readonly string[]
  readonly body: string
  readonly isBase64Encoded: boolean
}
