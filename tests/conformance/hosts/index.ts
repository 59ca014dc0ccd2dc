import type { Gaps } from '../../../packages/conformance/src/run-cases.ts'
import type { Started } from '../../../packages/conformance/src/describe.ts'
import {
  startExpress,
  startMountedExpress,
  startParsedExpress,
  startRawParsedExpress,
} from './express.ts'
import { startFetch } from './fetch.ts'
import {
  expressGaps,
  fetchGaps,
  honoGaps,
  mountedExpressGaps,
  nodeGaps,
  parsedExpressGaps,
  rawParsedExpressGaps,
  workerdGaps,
} from '../known-deviations/node-and-workerd.ts'
import { startHono } from './hono.ts'
import { startLambda } from './lambda.ts'
import { lambdaGaps, lambdaLiveGaps } from '../known-deviations/lambda.ts'
import { startNode } from './node.ts'
import { bunGaps, denoGaps } from '../known-deviations/bun-and-deno.ts'
import { startBun, startDeno } from './runtimes.ts'
import { onNode, pinned } from './versions.ts'
import { startRawWorkerd } from './workerd.ts'
import { startWranglerDev } from './wrangler-dev.ts'
import { wranglerDevGaps } from '../known-deviations/wrangler-dev.ts'

export interface KitHost {
  readonly name: string
  /** What it consists of: the versions that its register holds for. */
  readonly on: string
  readonly start: () => Promise<Started>
  readonly gaps: Gaps
}

/** Every host that the kit app runs on, with the register of what it cannot do. */
export const hosts: readonly KitHost[] = [
  { name: 'node', on: onNode(), start: startNode, gaps: nodeGaps },
  { name: 'express', on: onNode('express'), start: startExpress, gaps: expressGaps },
  {
    name: 'express-mounted',
    on: onNode('express'),
    start: startMountedExpress,
    gaps: mountedExpressGaps,
  },
  {
    name: 'express-json',
    on: onNode('express'),
    start: startParsedExpress,
    gaps: parsedExpressGaps,
  },
  {
    name: 'express-json-raw',
    on: onNode('express'),
    start: startRawParsedExpress,
    gaps: rawParsedExpressGaps,
  },
  { name: 'hono-node', on: onNode('hono', '@hono/node-server'), start: startHono, gaps: honoGaps },
  { name: 'fetch', on: onNode(), start: startFetch, gaps: fetchGaps },
  { name: 'workerd', on: pinned('wrangler'), start: startRawWorkerd, gaps: workerdGaps },
  { name: 'wrangler-dev', on: pinned('wrangler'), start: startWranglerDev, gaps: wranglerDevGaps },
  { name: 'bun', on: pinned('bun', 'Bun'), start: startBun, gaps: bunGaps },
  { name: 'deno', on: pinned('deno', 'Deno'), start: startDeno, gaps: denoGaps },
  {
    name: 'lambda-v2',
    on: onNode(),
    start: startLambda,
    gaps: { ...lambdaGaps, ...lambdaLiveGaps },
  },
]

/** One of them by name. */
export function hostNamed(name: string): KitHost {
  const found = hosts.find((host) => host.name === name)
  if (found === undefined)
    throw new Error(`no host ${name}; there are ${hosts.map((host) => host.name).join(', ')}`)
  return found
}
