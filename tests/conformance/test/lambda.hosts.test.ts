import { hostNamed } from '../hosts/index.ts'
import { lambdaDeviations } from '../known-deviations/lambda.ts'
import { describeAdapter } from '@gimbal/conformance'

describeAdapter('lambda-v2', {
  ...hostNamed('lambda-v2'),
  knownDeviations: lambdaDeviations,
  live: [],
})
