import type { KnownDeviations } from '@gimbal/conformance'
import type { Started } from '@gimbal/conformance'
import {
  startExpress,
  startMountedExpress,
  startParsedExpress,
  startRawParsedExpress,
} from './express.ts'
import { startFetch } from './fetch.ts'
import {
  expressDeviations,
  fetchDeviations,
  honoDeviations,
  mountedExpressDeviations,
  nodeDeviations,
  parsedExpressDeviations,
  rawParsedExpressDeviations,
  workerdDeviations,
} from '../known-deviations/node-and-workerd.ts'
import { startHono } from './hono.ts'
import { startLambda } from './lambda.ts'
import { lambdaDeviations, lambdaLiveDeviations } from '../known-deviations/lambda.ts'
import { startNode } from './node.ts'
import { bunDeviations, denoDeviations } from '../known-deviations/bun-and-deno.ts'
import { startBun, startDeno } from './runtimes.ts'
import { onNode, pinned } from './versions.ts'
import { startRawWorkerd } from './workerd.ts'
import { startWranglerDev } from './wrangler-dev.ts'
import { wranglerDevDeviations } from '../known-deviations/wrangler-dev.ts'

export interface Host {
  readonly name: string
  /** The parts of the host with the versions that its known deviations hold for. */
  readonly on: string
  readonly start: () => Promise<Started>
  readonly knownDeviations: KnownDeviations
}

/** Every host that runs the conformance app, with its known deviations. */
export const hosts: readonly Host[] = [
  { name: 'node', on: onNode(), start: startNode, knownDeviations: nodeDeviations },
  {
    name: 'express',
    on: onNode('express'),
    start: startExpress,
    knownDeviations: expressDeviations,
  },
  {
    name: 'express-mounted',
    on: onNode('express'),
    start: startMountedExpress,
    knownDeviations: mountedExpressDeviations,
  },
  {
    name: 'express-json',
    on: onNode('express'),
    start: startParsedExpress,
    knownDeviations: parsedExpressDeviations,
  },
  {
    name: 'express-json-raw',
    on: onNode('express'),
    start: startRawParsedExpress,
    knownDeviations: rawParsedExpressDeviations,
  },
  {
    name: 'hono-node',
    on: onNode('hono', '@hono/node-server'),
    start: startHono,
    knownDeviations: honoDeviations,
  },
  { name: 'fetch', on: onNode(), start: startFetch, knownDeviations: fetchDeviations },
  {
    name: 'workerd',
    on: pinned('wrangler'),
    start: startRawWorkerd,
    knownDeviations: workerdDeviations,
  },
  {
    name: 'wrangler-dev',
    on: pinned('wrangler'),
    start: startWranglerDev,
    knownDeviations: wranglerDevDeviations,
  },
  { name: 'bun', on: pinned('bun', 'Bun'), start: startBun, knownDeviations: bunDeviations },
  { name: 'deno', on: pinned('deno', 'Deno'), start: startDeno, knownDeviations: denoDeviations },
  {
    name: 'lambda-v1',
    on: onNode(),
    start: startLambda('rest-api'),
    knownDeviations: { ...lambdaDeviations['rest-api'], ...lambdaLiveDeviations },
  },
  {
    name: 'lambda-v2',
    on: onNode(),
    start: startLambda('http-api'),
    knownDeviations: { ...lambdaDeviations['http-api'], ...lambdaLiveDeviations },
  },
  {
    name: 'lambda-url',
    on: onNode(),
    start: startLambda('function-url'),
    knownDeviations: { ...lambdaDeviations['function-url'], ...lambdaLiveDeviations },
  },
  {
    name: 'lambda-alb',
    on: onNode(),
    start: startLambda('load-balancer'),
    knownDeviations: { ...lambdaDeviations['load-balancer'], ...lambdaLiveDeviations },
  },
  {
    name: 'lambda-alb-multi',
    on: onNode(),
    start: startLambda('load-balancer-multi'),
    knownDeviations: { ...lambdaDeviations['load-balancer-multi'], ...lambdaLiveDeviations },
  },
]

/** Returns the host with a name. */
export function hostNamed(name: string): Host {
  const found = hosts.find((host) => host.name === name)
  if (found === undefined)
    throw new Error(`no host ${name}; there are ${hosts.map((host) => host.name).join(', ')}`)
  return found
}
