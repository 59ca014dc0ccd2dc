import { hostNamed } from '../hosts/index.ts'
import { lambdaLiveDeviations } from '../known-deviations/lambda.ts'
import { liveCases } from '@gimbal/conformance'
import { describeAdapter } from '@gimbal/conformance'

// Each of its known deviations waits for what never comes.
describeAdapter('lambda-v2, answers on their way', {
  ...hostNamed('lambda-v2'),
  knownDeviations: lambdaLiveDeviations,
  cases: [],
  live: liveCases,
})
