import { toExpress } from '@gimbal/adapter-express'
import express from 'express'
import { report } from './report.ts'
import { app } from './routes.ts'

const host = express()
host.use(toExpress(app))
report(host.listen(0, '127.0.0.1'))
