export type { Case, Expectation, Plan, Raw } from './case.ts'
export { cases } from './cases/index.ts'
export { liveCases } from './cases/live.ts'
export { type AdapterDescription, describeAdapter, type Started } from './describe-adapter.ts'
export { fetchTarget } from './fetch-target.ts'
export { fetchClient } from './live/fetch-client.ts'
export type { LiveCall, LiveCase, LiveClient, LiveHead, LiveRequest } from './live/live-case.ts'
export { runLiveCase } from './live/run-live.ts'
export { socketClient } from './live/socket-client.ts'
export { type Answer, MalformedAnswer, parseAnswer } from './parse-answer.ts'
export { exchange, type Exchange, type ExchangeOptions, type Step } from './raw.ts'
export {
  type Gap,
  type Gaps,
  type Result,
  runCase,
  runCases,
  type RunOptions,
} from './run-cases.ts'
export { socketTarget } from './socket-target.ts'
export type { Sent, Target } from './target.ts'
