/** What API Gateway's HTTP APIs hand to a function (payload format 2.0), as far as we read it. */
export interface LambdaEvent {
  readonly version: '2.0'
  /** Decoded already, so that a `?` or `%` in it is data. */
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

/** What a function gives back. */
export interface LambdaResult {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly cookies: readonly string[]
  readonly body: string
  readonly isBase64Encoded: boolean
}
