import {
  cases,
  describeAdapter,
  type DeclaredCase,
  type Expectation,
  expectationsOf,
  liveCases,
} from '@gimbal/conformance'
import { startLambdaStream } from '../hosts/lambda.ts'
import { onNode } from '../hosts/versions.ts'
import { lambdaStreamDeviations } from '../known-deviations/lambda.ts'

// A streamed response never has a length: its sources would send it under another name.
const withoutLengths: readonly DeclaredCase[] = cases.map((one) => ({
  ...one,
  expect: expectationsOf(one).map((expected): Expectation => ({ ...expected, length: 'none' })),
}))

for (const source of ['function-url', 'rest-api'] as const) {
  describeAdapter(`lambda, streaming to a ${source}`, {
    on: onNode(),
    start: startLambdaStream(source),
    knownDeviations: lambdaStreamDeviations[source],
    cases: withoutLengths,
    live: liveCases,
  })
}
