import type { Deviation } from '@gimbal/conformance/fuzz'
import { nodeDeviations } from './fuzz-node.ts'
import { parserDeviations } from './fuzz-parsers.ts'
import { runtimeDeviations } from './fuzz-runtimes.ts'
import { workerdDeviations } from './fuzz-workerd.ts'

/** Known deviations of all hosts, each with a test of a generated request. */
export const fuzzDeviations: readonly Deviation[] = [
  ...parserDeviations,
  ...nodeDeviations,
  ...workerdDeviations,
  ...runtimeDeviations,
]
