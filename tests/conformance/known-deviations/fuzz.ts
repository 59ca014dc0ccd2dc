import type { Deviation } from '@gimbal/conformance/fuzz'
import { nodeDeviations } from './fuzz-node.ts'
import { parserDeviations } from './fuzz-parsers.ts'
import { runtimeDeviations } from './fuzz-runtimes.ts'
import { workerdDeviations } from './fuzz-workerd.ts'

/** What our hosts answer in their own way, as rows that a generated request is tried on. */
export const fuzzDeviations: readonly Deviation[] = [
  ...parserDeviations,
  ...nodeDeviations,
  ...workerdDeviations,
  ...runtimeDeviations,
]
