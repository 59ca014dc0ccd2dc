import {
  type Answer,
  type App,
  type AppOptions,
  createApp,
  guard,
  HttpError,
  type Middleware,
  problem,
  route,
  type Schema,
  stream,
  text,
  trustSchema,
} from '@gimbal/core'

// An app in which every step of the pipeline throws on a path of its own.

/** Throws, and says where. */
export const fail = (step: string): never => {
  throw new Error(`${step} failed on purpose`)
}
const schema = (validate: Schema['~standard']['validate']): Schema =>
  trustSchema({ '~standard': { version: 1, vendor: 'test', validate } })
const any = schema((value) => ({ value }))
const get = { method: 'GET', responses: { 200: any } } as const
interface Reply {
  readonly reply: (status: 200, body: object) => Answer<200>
}
const ok = { handler: ({ reply }: Reply) => reply(200, {}) }

async function* breaking(after: number): AsyncGenerator<string> {
  for (let index = 0; index < after; index++) yield 'chunk'
  fail('stream')
}

export const routes = {
  service: route({
    ...get,
    path: '/request-service',
    handler: ({ reply }, { broken }: { broken: object }) => reply(200, broken),
  }),
  guarded: route({
    ...get,
    ...ok,
    path: '/guard',
    guards: {
      user: guard({ responses: { 401: problem('no') }, check: () => fail('guard') as {} }),
    },
  }),
  subject: route({
    ...get,
    ...ok,
    path: '/subject',
    guards: {
      user: guard({
        responses: { 401: problem('no') },
        check: () => ({ id: 1 }),
        subject: () => fail('subject') as string,
      }),
    },
  }),
  params: route({ ...get, ...ok, path: '/params/:id', params: schema(() => fail('params')) }),
  query: route({ ...get, ...ok, path: '/query', query: schema(() => fail('query')) }),
  body: route({
    ...ok,
    method: 'POST',
    path: '/body',
    responses: get.responses,
    body: schema(async () => fail('body')),
  }),
  thrown: route({ ...get, path: '/handler', handler: () => fail('handler') }),
  rejected: route({ ...get, path: '/handler-later', handler: async () => fail('handler') }),
  response: route({
    ...get,
    ...ok,
    path: '/response-schema',
    responses: { 200: schema(() => fail('response schema')) },
  }),
  serialized: route({
    ...get,
    path: '/serialize',
    handler: ({ reply }) => reply(200, { toJSON: () => fail('toJSON') }),
  }),
  header: route({
    ...get,
    path: '/header',
    handler: ({ reply }) => reply(200, {}, { headers: { 'x-a': 'é' } }),
  }),
  nothing: route({ ...get, path: '/nothing', handler: () => undefined as never }),
  streamed: route({
    method: 'GET',
    path: '/stream/:after',
    responses: { 200: stream() },
    handler: ({ params, reply }) => reply(200, breaking(Number(params.after))),
  }),
  errorHeaders: route({
    ...get,
    path: '/error-headers',
    handler: () => {
      throw new HttpError(409, { headers: { 'x-a': 'é' } })
    },
  }),
  fine: route({
    method: 'GET',
    path: '/fine',
    responses: { 200: text() },
    handler: ({ reply }) => reply(200, 'fine'),
  }),
}

const before: Middleware = async (request, _services, next) =>
  request.path === '/before' ? fail('middleware') : next()
const after: Middleware = async (request, _services, next) => {
  const response = await next()
  return request.path === '/after' ? fail('middleware') : response
}
const forgetful: Middleware = async (request, _services, next) => {
  const response = await next()
  return request.path === '/forgetful' ? (undefined as never) : response
}

/** Every path that is answered with a problem 500. */
export const failingPaths = [
  ...['/request-service', '/guard', '/subject', '/params/1', '/query', '/handler'],
  ...['/handler-later', '/response-schema', '/serialize', '/header', '/nothing'],
  ...['/error-headers', '/before', '/after', '/forgetful'],
]

export const services = {
  broken: { lifetime: 'request', create: () => fail('service') },
} as const

/** The app; hosts take `services` with it. */
export function createFailingApp(
  options: Pick<AppOptions<unknown>, 'log' | 'onError'>,
): App<unknown, never> {
  return createApp({ routes, use: [before, after, forgetful], ...options }) as never
}

/** Prints each log entry and each call of `onError` as a line, for hosts in processes of their own. */
export const printing: Pick<AppOptions<unknown>, 'log' | 'onError'> = {
  log: (entry) => console.log(`log ${JSON.stringify(entry)}`),
  onError: () => console.log('onError'),
}
