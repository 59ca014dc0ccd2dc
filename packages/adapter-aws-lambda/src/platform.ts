import { definePlatform, type Platform } from '@gimbal/core/adapter'

/** What Lambda passes to the function: the event as it came, and the context of the invocation. */
export interface LambdaPlatform<Event = unknown, Context = LambdaContext> {
  readonly event: Event
  readonly context: Context
}

/** The parts of the context that the adapter reads; `@types/aws-lambda` has all of them. */
export interface LambdaContext {
  readonly awsRequestId?: string
  readonly getRemainingTimeInMillis?: () => number
}

/**
 * Returns the event and the context if the request came through `toLambda` or `toLambdaStream`,
 * else `undefined`. The type of the event depends on what invokes the function.
 *
 * @example
 * const claims = fromLambda<APIGatewayProxyEventV2WithJWTAuthorizer>(request)
 *   ?.event.requestContext.authorizer.jwt.claims
 */
export function fromLambda<Event = unknown, Context = LambdaContext>(request: {
  readonly platform: unknown
}): LambdaPlatform<Event, Context> | undefined {
  const { platform } = request
  return lambdaPlatform.isOwn(platform) ? (platform as LambdaPlatform<Event, Context>) : undefined
}

export function createPlatform(event: unknown, context: LambdaContext): LambdaPlatform {
  return lambdaPlatform.mark({ event, context })
}

const lambdaPlatform: Platform = definePlatform('@gimbal/adapter-aws-lambda')
