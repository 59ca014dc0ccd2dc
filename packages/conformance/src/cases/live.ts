import type { LiveCase } from '../live/live-case.ts'
import { nameCases } from './name-cases.ts'
import { liveEventCases } from './live-events.ts'
import { liveStreamCases } from './live-streams.ts'

/** What takes time: streams, events, clients that are slow or leave. */
export const liveCases: readonly LiveCase[] = [
  ...nameCases<LiveCase>('live-events', liveEventCases),
  ...nameCases<LiveCase>('live-stream', liveStreamCases),
]
