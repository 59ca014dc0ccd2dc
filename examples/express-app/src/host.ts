import { fromExpress, keepRawBody, toExpress } from '@gimbal/adapter-express'
import { createApp } from '@gimbal/core'
import compression from 'compression'
import cookieParser from 'cookie-parser'
import cors from 'cors'
import express, { type ErrorRequestHandler, type Express } from 'express'
import session from 'express-session'
import helmet from 'helmet'
import morgan from 'morgan'
import * as routes from './moved-routes.ts'
import { createNotes } from './notes.ts'
import { oldRouter } from './old-router.ts'
import { type Report, reportToConsole } from './report.ts'
import './user.ts'

export interface HostOptions {
  readonly sessionSecret: string
  readonly report?: Report
  /** Receives morgan's lines. @default standard output */
  readonly writeLine?: (line: string) => void
}

/** The Express app as it was, plus one line. */
export function bindApp(options: HostOptions): Express {
  const { sessionSecret, report = reportToConsole, writeLine } = options
  const notes = createNotes()
  const host = express()
  host.set('trust proxy', 1)
  host.use(
    morgan(
      ':method :url :status :remote-addr',
      writeLine ? { stream: { write: (line) => writeLine(line.trim()) } } : {},
    ),
  )
  host.use(helmet())
  host.use(cors({ origin: ['https://app.example'], credentials: true }))
  host.use(compression())
  host.use(cookieParser(sessionSecret))
  host.use(
    session({
      secret: sessionSecret,
      resave: false,
      saveUninitialized: false,
      rolling: true,
      cookie: { secure: 'auto', sameSite: 'lax', maxAge: 3_600_000 },
    }),
  )
  // `verify` keeps the bytes, so that moved routes parse them by their own rules.
  host.use(express.json({ verify: keepRawBody }))

  const api = createApp({
    routes,
    // Without a request where the host failed before it had made one.
    onError: (error, request) =>
      report({
        error,
        method: request?.method ?? '',
        path: request ? request.basePath + request.path : '',
      }),
    log: () => undefined, // morgan writes the lines here
  })
  host.use(
    '/api',
    toExpress(api, {
      services: {
        notes,
        user: {
          lifetime: 'request',
          create: (_env, request) => fromExpress(request)?.req.session.user,
        },
      },
      onNotFound: 'next',
      trustProxy: 1, // the same number as `trust proxy`
    }),
  )

  host.use('/api', oldRouter(notes))
  host.use((_req, res) => void res.status(404).json({ error: 'nothing here' }))
  host.use(errorHandler(report))
  return host
}

function errorHandler(report: Report): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  // eslint-disable-next-line @typescript-eslint/max-params
  return (error: unknown, req, res, _next) => {
    report({ error, method: req.method, path: req.originalUrl })
    const { status = 500 } = error as { readonly status?: number }
    res.status(status).json({ error: 'something broke' })
  }
}
