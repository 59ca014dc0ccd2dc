// A table of contents that lists a name twice; only compilers read it.
// @ts-expect-error: the same name, for another route
export { getUser } from './sample.ts'
// @ts-expect-error: the same name, for another route
export { hello as getUser } from './sample.ts'
