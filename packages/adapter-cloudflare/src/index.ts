export { toWorker } from './to-worker.ts'
export type { WorkerHandler } from './to-worker.ts'
export { fromWorker } from './from-worker.ts'
export type { WorkerContext, WorkerPlatform } from './from-worker.ts'
