/* global console, Request */
// The packages are ESM; Node can load them from CommonJS too.
const { toExpress } = require('@gimbal/adapter-express')
const { toFetch } = require('@gimbal/adapter-fetch')
const { serve, toNode } = require('@gimbal/adapter-node')
const { createApp, route, text } = require('@gimbal/core')
const { requestId } = require('@gimbal/core/middleware')

const hello = route({
  method: 'GET',
  path: '/hello/:name',
  responses: { 200: text() },
  handler: ({ params, reply }) => reply(200, `Hello, ${params.name}!`),
})
const app = createApp({ routes: { hello }, use: [requestId()] })

async function main() {
  const response = await toFetch(app)(new Request('http://localhost/hello/Ada'))
  const functions = [toExpress(app), toNode(app), serve].every((each) => typeof each === 'function')
  console.log(JSON.stringify({ fetch: await response.text(), functions }))
}

void main()
