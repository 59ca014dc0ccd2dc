import { createRequire } from 'node:module'
import type { IncomingMessage, ServerResponse } from 'node:http'
import awsLambdaFastify from '@fastify/aws-lambda'
import { toLambda } from '@gimbal/adapter-aws-lambda'
import fastify from 'fastify'
import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
import serverless from 'serverless-http'
import { toLambdaHandler } from 'srvx/aws-lambda'
import { answerOf, type GivenAnswer } from './answers.ts'
import { observerApp } from './observer-app.ts'
import type { Observation } from './observation.ts'

/** A converter of events: ours, and those of other projects, each with its defaults. */
export type Converter = (event: object) => Promise<unknown>

export const oracleNames = [
  'hono/aws-lambda',
  'srvx',
  '@fastify/aws-lambda',
  'serverless-http',
  '@codegenie/serverless-express',
] as const
export type OracleName = (typeof oracleNames)[number]

const context = { getRemainingTimeInMillis: () => 60_000, awsRequestId: 'id' }

/** Our own adapter. Its handler answers with what it sees. */
export function createOurs(): Converter {
  const handler = toLambda(observerApp)
  return (event) => handler(event, context)
}

/** The oracles. Their handlers answer with what they see. */
export function createOracles(): Record<OracleName, Converter> {
  const hono = new Hono().all('*', async (c) => respondFetch(c.req.raw))
  const fast = fastify()
  fast.removeAllContentTypeParsers()
  fast.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  fast.all('*', async (request, reply) => {
    const given = answerOf(request.raw.url ?? '')
    if (!given) return observeNode(request.raw, request.body as Buffer | undefined)
    for (const [name, value] of given.headers) reply.header(name, value)
    return reply.status(given.status).send(given.body && Buffer.from(given.body))
  })
  const listener = (req: IncomingMessage, res: ServerResponse): void => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(Buffer.from(chunk)))
    // serverless-http emits it twice.
    req.once('end', () => {
      const given = answerOf(req.url ?? '')
      if (given) return respondNode(res, given)
      res.setHeader('content-type', 'application/json')
      res.end(JSON.stringify(observeNode(req, Buffer.concat(chunks))))
    })
  }
  // It has no types for a plain listener, and no ES module.
  const codegenie = createRequire(import.meta.url)('@codegenie/serverless-express') as (
    options: object,
  ) => (event: object, context: object) => Promise<unknown>
  const call = (handler: unknown): Converter => {
    const run = handler as (event: object, context: object) => Promise<unknown>
    return async (event) => run(event, context)
  }
  return {
    'hono/aws-lambda': call(handle(hono)),
    srvx: call(toLambdaHandler({ fetch: respondFetch })),
    '@fastify/aws-lambda': call(awsLambdaFastify(fast)),
    'serverless-http': call(serverless(listener)),
    '@codegenie/serverless-express': call(codegenie({ app: listener })),
  }
}

async function respondFetch(request: Request): Promise<Response> {
  const given = answerOf(new URL(request.url).pathname)
  if (!given) return Response.json(await observeFetch(request))
  const { status, headers, body = null } = given
  const init = { status, headers: headers.map(([name, value]): [string, string] => [name, value]) }
  return new Response(body as BodyInit | null, init)
}

function respondNode(res: ServerResponse, { status, headers, body }: GivenAnswer): void {
  res.statusCode = status
  for (const [name, value] of headers) res.appendHeader(name, value)
  res.end(body)
}

async function observeFetch(request: Request): Promise<Observation> {
  const { pathname, search } = new URL(request.url)
  return {
    method: request.method,
    path: pathname,
    query: [...new URLSearchParams(search)],
    probe: request.headers.get('x-probe'),
    cookie: request.headers.get('cookie'),
    body: Buffer.from(await request.arrayBuffer()).toString('base64'),
  }
}

function observeNode(req: IncomingMessage, body: Buffer | undefined): Observation {
  const [path = '', ...query] = (req.url ?? '').split('?')
  const { 'x-probe': probe, cookie } = req.headers
  return {
    method: req.method ?? '',
    path,
    query: [...new URLSearchParams(query.join('?'))],
    probe: probe === undefined ? null : [probe].flat().join(', '),
    cookie: cookie ?? null,
    body: (body ?? Buffer.alloc(0)).toString('base64'),
  }
}
