import { onLambda } from './start-lambda.ts'
import { describeUsersApi } from './suite.ts'

describeUsersApi('Lambda behind an http-api', onLambda('http-api', 'function'))
describeUsersApi('Lambda, streaming to a function-url', onLambda('function-url', 'stream'))
