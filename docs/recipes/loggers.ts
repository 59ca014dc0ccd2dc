import { createApp, describeError, type Log, route, text } from '@gimbal/core'
import type { Logger as Pino } from 'pino'
import type { Logger as Winston } from 'winston'

// #region pino
export const toPino =
  (logger: Pino): Log =>
  ({ level, message, time: _, error, ...fields }) =>
    logger[level]({ ...fields, err: describeError(error) }, message)
// #endregion

// #region winston
export const toWinston =
  (logger: Winston): Log =>
  ({ level, message, time: _, error, ...fields }) =>
    logger.log(level, message, { ...fields, error: describeError(error) })
// #endregion

export const fails = route({
  method: 'GET',
  path: '/fails',
  responses: { 200: text() },
  handler: () => {
    const failed = Object.assign(new Error('no connection'), { code: 'ECONNREFUSED' })
    throw new AggregateError([failed], 'the database is away')
  },
})

export const appWith = (log: Log): ReturnType<typeof createApp> =>
  createApp({ routes: { fails }, log })
