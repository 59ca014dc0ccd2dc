import { hostNamed } from '../hosts/index.ts'
import { lambdaGaps } from '../known-deviations/lambda.ts'
import { describeAdapter } from '../../../packages/conformance/src/describe-adapter.ts'

describeAdapter('lambda-v2', { ...hostNamed('lambda-v2'), gaps: lambdaGaps, live: [] })
