export { bundleWorker, type WorkerBundle, type WorkerModule } from './bundle-worker.ts'
export { type RunningWorkerd, startWorkerd, type WorkerdOptions } from './start-workerd.ts'
