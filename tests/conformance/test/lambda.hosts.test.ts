import { describeAdapter } from '@gimbal/conformance'
import { hostNamed } from '../hosts/index.ts'
import { lambdaDeviations } from '../known-deviations/lambda.ts'
import { lambdaHosts } from './lambda-hosts.ts'

for (const [name, source] of lambdaHosts) {
  describeAdapter(name, {
    ...hostNamed(name),
    knownDeviations: lambdaDeviations[source],
    live: [],
  })
}
