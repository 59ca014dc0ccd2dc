// A module of routes that exports a name twice; it is compiled, never run.
// @ts-expect-error: the same name, for another route
export { getUser } from './sample.ts'
// @ts-expect-error: the same name, for another route
export { hello as getUser } from './sample.ts'
