import { hostNamed } from '../hosts/index.ts'
import { lambdaGaps } from '../hosts/lambda-gaps.ts'
import { describeAdapter } from '../src/describe-adapter.ts'

describeAdapter('lambda-v2', { ...hostNamed('lambda-v2'), gaps: lambdaGaps, live: [] })
