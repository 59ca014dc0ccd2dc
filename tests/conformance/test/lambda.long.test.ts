import { hostNamed } from '../hosts/index.ts'
import { lambdaLiveDeviations } from '../known-deviations/lambda.ts'
import { liveCases } from '@gimbal/conformance'
import { describeAdapter } from '@gimbal/conformance'

// Each of these known deviations waits until a time limit.
describeAdapter('lambda-v2, responses in progress', {
  ...hostNamed('lambda-v2'),
  knownDeviations: lambdaLiveDeviations,
  cases: [],
  live: liveCases,
})
