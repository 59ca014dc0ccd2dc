export { toHono } from './to-hono.ts'
export type { HonoHandler } from './to-hono.ts'
export { fromHono } from './platform.ts'
