import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toWorker } from '@gimbal/adapter-cloudflare'
import { toExpress } from '@gimbal/adapter-express'
import { toHono } from '@gimbal/adapter-hono-node'
import type { App } from '@gimbal/core'
import express, { type Express } from 'express'
import { Hono } from 'hono'
import { expect } from 'vitest'

/** A file of the document: the same endpoints by hand on each host, and as a Gimbal app. */
export interface Topic {
  readonly default?: {
    fetch(request: Request, env: never, ctx: never): Response | Promise<Response>
  }
  readonly onExpress?: () => Express
  readonly onHono: () => Hono
  readonly app: object
  readonly options?: object
}

type Side = 'Worker' | 'Express' | 'Hono' | 'Gimbal'
type Answers = Partial<Record<Side | 'all', string>>
type Fetch = (path: string, init?: RequestInit) => Promise<Response>

/**
 * Sends the same request to every side of a topic; returns each side's response as one line, or
 * one line
 * `all` if they are equal. The Gimbal app runs on three hosts, which must respond identically.
 */
export type Ask = (request: string, init?: Asking) => Promise<Answers>

interface Asking extends RequestInit {
  /** Response headers to include. */
  readonly show?: readonly string[]
}

export function openTopic(topic: Topic): Ask {
  const { app, options } = topic
  const ours = app as App<unknown, {}>
  const worker = toWorker(ours, options)
  const gimbals: Fetch[] = [
    onExpress(express().use(toExpress(ours, options))),
    onHono(new Hono().use(toHono(ours, options))),
    onWorker({ fetch: async (request, env, ctx) => worker.fetch(request, env, ctx) }),
  ]
  const theirs: [Side, Fetch | undefined][] = [
    ['Worker', topic.default && onWorker(topic.default)],
    ['Express', topic.onExpress && onExpress(topic.onExpress())],
    ['Hono', onHono(topic.onHono())],
  ]
  return async (request, { show = [], ...init } = {}) => {
    const [method, path = ''] = request.split(' ')
    const ask = async (fetch: Fetch): Promise<string> => {
      try {
        return await lineOf(
          await fetch(path, { redirect: 'manual', ...init, method: method! }),
          show,
        )
      } catch (error) {
        return `throws ${(error as Error).name}`
      }
    }
    const answers: Answers = {}
    for (const [side, fetch] of theirs) if (fetch) answers[side] = await ask(fetch)
    const [onOne, ...onOthers] = await Promise.all(gimbals.map(ask))
    for (const other of onOthers) expect(other).toBe(onOne)
    answers.Gimbal = onOne!
    const all = new Set(Object.values(answers))
    return all.size === 1 ? { all: onOne! } : answers
  }
}

/** One line: the status, the chosen headers, and the text or the problem code. */
async function lineOf(response: Response, show: readonly string[]): Promise<string> {
  const text = await response.text()
  const shown = show.map((name) => `${name}=${response.headers.get(name) ?? ''}`)
  const isProblem = response.headers.get('content-type') === 'application/problem+json'
  const body = isProblem
    ? `problem ${(JSON.parse(text) as { code: string }).code}`
    : (/<pre>(.*?)(?:<br>|<\/pre>)/.exec(text)?.[1] ?? text)
  return [response.status, ...shown, body].join(' ').trim()
}

const ORIGIN = 'http://localhost'
const env = { GREETING: 'hello' }

function onWorker(worker: Required<Topic>['default']): Fetch {
  return async (path, init) => {
    const work: Promise<unknown>[] = []
    const ctx = { waitUntil: (promise: Promise<unknown>) => void work.push(promise) }
    return worker.fetch(new Request(ORIGIN + path, init), env as never, ctx as never)
  }
}

function onHono(app: Hono): Fetch {
  return async (path, init) => app.request(ORIGIN + path, init)
}

function onExpress(app: Express): Fetch {
  return async (path, init) => {
    await using server = await listen(createServer(app))
    const response = await fetch(server.url + path, init)
    const { status, headers } = response
    const bytes = await response.arrayBuffer()
    return new Response(status === 204 ? null : bytes, { status, headers })
  }
}

/** Listens on a free port until the end of the block that `await using` stands in. */
export async function listen(server: Server): Promise<{ url: string } & AsyncDisposable> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${String(port)}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
