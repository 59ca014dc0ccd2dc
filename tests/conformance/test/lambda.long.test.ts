import { hostNamed } from '../hosts/index.ts'
import { lambdaLiveGaps } from '../known-deviations/lambda.ts'
import { liveCases } from '../../../packages/conformance/src/cases/live.ts'
import { describeAdapter } from '../../../packages/conformance/src/describe-adapter.ts'

// Each of its gaps waits for what never comes.
describeAdapter('lambda-v2, answers on their way', {
  ...hostNamed('lambda-v2'),
  gaps: lambdaLiveGaps,
  cases: [],
  live: liveCases,
})
