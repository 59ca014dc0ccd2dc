import { describeAdapter, liveCases } from '@gimbal/conformance'
import { hostNamed } from '../hosts/index.ts'
import { lambdaLiveDeviations } from '../known-deviations/lambda.ts'
import { lambdaHosts } from './lambda-hosts.ts'

// Each of these known deviations waits until a time limit.
for (const [name] of lambdaHosts) {
  describeAdapter(`${name}, responses in progress`, {
    ...hostNamed(name),
    knownDeviations: lambdaLiveDeviations,
    cases: [],
    live: liveCases,
  })
}
