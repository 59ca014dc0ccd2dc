import { createServer } from 'node:http'
import { toNode } from '@gimbal/adapter-node'
import { report } from './report.ts'
import { app } from './routes.ts'

report(createServer(toNode(app)).listen(0, '127.0.0.1'))
