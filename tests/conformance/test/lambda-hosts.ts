/** The hosts that run on Lambda, each with its event source. */
export const lambdaHosts = [
  ['lambda-v1', 'rest-api'],
  ['lambda-v2', 'http-api'],
  ['lambda-url', 'function-url'],
  ['lambda-alb', 'load-balancer'],
  ['lambda-alb-multi', 'load-balancer-multi'],
] as const
