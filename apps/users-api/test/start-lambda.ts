import { fileURLToPath } from 'node:url'
import {
  createFleet,
  type EventSourceName,
  startDeployment,
  startStreamingDeployment,
} from '@gimbal/test-support/lambda'
import type { Start } from './api.ts'
import type { UsersApiOptions } from './suite.ts'

const folder = fileURLToPath(new URL('../../../packages/adapter-aws-lambda/app', import.meta.url))

/** Runs the API in instances of a function, behind the gateway of an event source. */
export function onLambda(source: EventSourceName, kind: 'function' | 'stream'): UsersApiOptions {
  const start: Start = async (env) => {
    const flags = ['--conditions=@gimbal/source']
    const fleet = createFleet({ folder, handler: `${kind}.handler`, env, flags, size: 4 })
    const deploy = kind === 'stream' ? startStreamingDeployment : startDeployment
    return { ...(await deploy(source, fleet)), output: fleet.output }
  }
  return {
    start,
    without: { concurrency: 'an instance of a function has one request at a time' },
    knownDeviations: deviations[source],
  }
}

const REMAPPED = 'a REST API sends www-authenticate under another name'
const LAST = 'without multi-value headers, only the last of repeated fields and parameters arrives'

const deviations: Readonly<Record<EventSourceName, Readonly<Record<string, string>>>> = {
  'rest-api': {
    'responds in the same way to a wrong password and to an unknown address': REMAPPED,
    'get the same response, whatever is wrong with them': REMAPPED,
    ...Object.fromEntries(
      [
        ...['GET /sessions', 'DELETE /sessions/current', 'DELETE /sessions/1', 'GET /users/me'],
        ...['PATCH /users/me', 'DELETE /users/me', 'GET /users/1', 'GET /users/x'],
        'GET /users?limit=0',
      ].map((target) => [
        `${target} responds with 401 without a token, before any other check`,
        REMAPPED,
      ]),
    ),
  },
  'http-api': {
    'GET /users/%zz, 400, is kept out of caches':
      'an HTTP API decodes the path: %zz may have been %25zz',
  },
  'function-url': {},
  'load-balancer': {
    'get the same response, whatever is wrong with them': LAST,
    'responds with 422 for ?limit=1&limit=2': LAST,
  },
  'load-balancer-multi': {},
}
