export { toHono } from './to-hono.ts'
export type { HonoHandler } from './to-hono.ts'
export { fromHono } from './from-hono.ts'
export { answerRequestError } from './request-error.ts'
