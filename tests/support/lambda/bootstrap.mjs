/* global process, console, URL, Buffer */
// A runtime client in the form of AWS's own, which has to be compiled: it loads the handler named by
// _HANDLER, and serves invocations until it is ended. The long tests run AWS's client instead.
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const { AWS_LAMBDA_RUNTIME_API: api, _HANDLER: name, LAMBDA_TASK_ROOT: root } = process.env
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming')

function call(path, { method = 'POST', headers = {} } = {}) {
  const url = new URL(`http://${api}/2018-06-01/runtime/${path}`)
  return request(url, { method, headers, agent })
}

async function send(path, { method, body } = {}) {
  const sent = call(path, { method, headers: { 'content-type': 'application/json' } })
  sent.end(body)
  const [response] = await once(sent, 'response')
  const text = Buffer.concat(await response.toArray()).toString()
  return { headers: response.headers, text }
}

const describe = (error) => ({
  errorType: error?.name ?? typeof error,
  errorMessage: String(error?.message ?? error),
  trace: String(error?.stack ?? '').split('\n'),
})

async function load() {
  const [file, property] = name.split('.')
  const path = ['.js', '.mjs', '.cjs', '.ts'].map((end) => join(root, file + end)).find(existsSync)
  const { [property]: handler } = await import(pathToFileURL(path).href)
  if (typeof handler !== 'function') throw new Error(`${name} is not a function`)
  if (handler.length >= 3 && !handler[STREAMING]) {
    const error = new Error('a handler with a callback is not supported')
    error.name = 'Runtime.CallbackHandlerDeprecated'
    throw error
  }
  return handler
}

async function stream(handler, id, { event, context }) {
  const sent = call(`invocation/${id}/response`, {
    headers: {
      'lambda-runtime-function-response-mode': 'streaming',
      trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
      'content-type': 'application/octet-stream',
      'transfer-encoding': 'chunked',
    },
  })
  sent.setContentType = (type) => sent.setHeader('content-type', type)
  const answered = new Promise((resolve, reject) => {
    sent.once('response', (response) => response.resume().once('end', resolve))
    sent.once('error', reject)
  })
  answered.catch(() => undefined)
  try {
    await handler(event, sent, context)
    await answered
    if (!sent.writableFinished) throw new Error('Response stream is not finished.')
  } catch (error) {
    console.error(error)
    if (sent.destroyed) return
    sent.addTrailers({
      'Lambda-Runtime-Function-Error-Type': describe(error).errorType,
      'Lambda-Runtime-Function-Error-Body': Buffer.from(JSON.stringify(describe(error))).toString(
        'base64',
      ),
    })
    sent.end()
    await answered.catch(() => undefined)
  }
}

async function buffer(handler, id, { event, context }) {
  try {
    const body = JSON.stringify(await handler(event, context))
    await send(`invocation/${id}/response`, { body })
  } catch (error) {
    console.error(error)
    await send(`invocation/${id}/error`, { body: JSON.stringify(describe(error)) })
  }
}

try {
  const handler = await load()
  for (;;) {
    const { headers, text } = await send('invocation/next', { method: 'GET' })
    const id = headers['lambda-runtime-aws-request-id']
    const deadline = Number(headers['lambda-runtime-deadline-ms'])
    const context = {
      awsRequestId: id,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    }
    const invocation = { event: JSON.parse(text), context }
    await (handler[STREAMING] ? stream : buffer)(handler, id, invocation)
  }
} catch (error) {
  console.error(error)
  await send('init/error', { body: JSON.stringify(describe(error)) })
  process.exit(1)
}
