import { hostNamed } from '../hosts/index.ts'
import { lambdaLiveGaps } from '../hosts/lambda-gaps.ts'
import { liveCases } from '../src/cases/live.ts'
import { describeAdapter } from '../src/describe-adapter.ts'

// Each of its gaps waits for what never comes.
describeAdapter('lambda-v2, answers on their way', {
  ...hostNamed('lambda-v2'),
  gaps: lambdaLiveGaps,
  cases: [],
  live: liveCases,
})
