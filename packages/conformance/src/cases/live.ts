import type { LiveCase } from '../live/live-case.ts'
import { liveEventCases } from './live-events.ts'
import { liveStreamCases } from './live-streams.ts'

/** What takes time: streams, events, clients that are slow or leave. */
export const liveCases: readonly LiveCase[] = [...liveEventCases, ...liveStreamCases]
