export {
  type Case,
  type DeclaredCase,
  type Expectation,
  expectationsOf,
  isRaw,
  type PlannedRequest,
  plansOf,
  type RawRequest,
} from './case.ts'
export { smokeCases } from './cases/smoke.ts'
export * from './expectations.ts'
export { cases } from './cases/index.ts'
export { liveCases } from './cases/live.ts'
export { fetchTarget, isExpressible } from './fetch-target.ts'
export { fetchClient } from './live/fetch-client.ts'
export type { LiveCall, LiveCase, LiveClient, LiveHead, LiveRequest } from './live/live-case.ts'
export { runLiveCase } from './live/run-live.ts'
export { socketClient } from './live/socket-client.ts'
export { type Answer, MalformedAnswer, parseAnswer } from './parse-answer.ts'
export { exchange, type Exchange, type ExchangeOptions, type Step } from './raw.ts'
export {
  type KnownDeviation,
  type KnownDeviations,
  type Result,
  runCase,
  runCases,
  type RunOptions,
} from './run-cases.ts'
export { socketTarget } from './socket-target.ts'
export type { Sent, Target } from './target.ts'
