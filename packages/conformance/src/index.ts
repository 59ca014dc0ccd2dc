// Exports that need no test runner, and the suite for vitest; `/node-test` has it for node:test.
export * from './run.ts'
export type { AdapterDescription, Started } from './describe.ts'
export { describeAdapter } from './describe-adapter.ts'
