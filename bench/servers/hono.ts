import { toHono } from '@gimbal/adapter-hono-node'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Server } from 'node:http'
import { report } from './report.ts'
import { app } from './routes.ts'

const host = new Hono()
host.use(toHono(app))
report(serve({ fetch: host.fetch, port: 0, hostname: '127.0.0.1' }) as Server)
