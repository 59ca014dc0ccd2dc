import type { Gaps } from '../src/run-cases.ts'
import type { Started } from '../src/describe-adapter.ts'
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
} from './gaps.ts'
import { startHono } from './hono.ts'
import { startNode } from './node.ts'
import { startRawWorkerd } from './workerd.ts'

export interface KitHost {
  readonly name: string
  readonly start: () => Promise<Started>
  readonly gaps: Gaps
}

/** Every host that the kit app runs on, with the register of what it cannot do. */
export const hosts: readonly KitHost[] = [
  { name: 'node', start: startNode, gaps: nodeGaps },
  { name: 'express', start: startExpress, gaps: expressGaps },
  { name: 'express-mounted', start: startMountedExpress, gaps: mountedExpressGaps },
  { name: 'express-json', start: startParsedExpress, gaps: parsedExpressGaps },
  { name: 'express-json-raw', start: startRawParsedExpress, gaps: rawParsedExpressGaps },
  { name: 'hono-node', start: startHono, gaps: honoGaps },
  { name: 'fetch', start: startFetch, gaps: fetchGaps },
  { name: 'workerd', start: startRawWorkerd, gaps: workerdGaps },
]

/** One of them by name. */
export function hostNamed(name: string): KitHost {
  const found = hosts.find((host) => host.name === name)
  if (found === undefined)
    throw new Error(`no host ${name}; there are ${hosts.map((host) => host.name).join(', ')}`)
  return found
}
