/* global console, fetch, Request */
// Imports every package by its public name, and sends a request through each adapter.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { toLambda } from '@gimbal/adapter-aws-lambda'
import { toWorker } from '@gimbal/adapter-cloudflare'
import { toExpress } from '@gimbal/adapter-express'
import { toFetch } from '@gimbal/adapter-fetch'
import { toHono } from '@gimbal/adapter-hono-node'
import { toNode } from '@gimbal/adapter-node'
import { createApp, route, text } from '@gimbal/core'
import { securityHeaders } from '@gimbal/core/middleware'
import { inject } from '@gimbal/core/testing'
import express from 'express'
import { Hono } from 'hono'

const hello = route({
  method: 'GET',
  path: '/hello/:name',
  responses: { 200: text() },
  handler: ({ params, reply }) => reply(200, `Hello, ${params.name}!`),
})
const app = createApp({ routes: { hello }, use: [securityHeaders()] })
const target = '/hello/Ada'

async function overHttp(listener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const response = await fetch(`http://127.0.0.1:${server.address().port}${target}`)
  server.close()
  return response.text()
}

const request = () => new Request(`http://localhost${target}`)
const context = { waitUntil() {}, passThroughOnException() {} }
const event = {
  version: '2.0',
  rawPath: target,
  requestContext: { http: { method: 'GET' } },
}
const answers = {
  core: (await inject(app, { target })).text,
  node: await overHttp(toNode(app)),
  express: await overHttp(express().use(toExpress(app))),
  fetch: await (await toFetch(app)(request())).text(),
  hono: await (await new Hono().use(toHono(app)).fetch(request())).text(),
  cloudflare: await (await toWorker(app).fetch(request(), {}, context)).text(),
  lambda: (await toLambda(app)(event)).body,
}
console.log(JSON.stringify(answers))
