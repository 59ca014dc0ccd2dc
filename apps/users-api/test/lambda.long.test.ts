import { onLambda } from './start-lambda.ts'
import { describeUsersApi } from './suite.ts'

// The other event sources; each takes a minute.
for (const source of ['rest-api', 'function-url', 'load-balancer', 'load-balancer-multi'] as const)
  describeUsersApi(`Lambda behind a ${source}`, onLambda(source, 'function'))

describeUsersApi('Lambda, streaming to a rest-api', onLambda('rest-api', 'stream'))
