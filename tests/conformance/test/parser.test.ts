import { startExpress } from '../hosts/express.ts'
import { nodeParserDeviations } from '../known-deviations/node-and-workerd.ts'
import { startHono } from '../hosts/hono.ts'
import { startNode } from '../hosts/node.ts'
import { cases } from '@gimbal/conformance'
import { describeAdapter } from '@gimbal/conformance'
import { earlyProblem } from '@gimbal/conformance'

// Requests refused by llhttp itself have no code of their own, but `serve` sends a problem
// response.
const refused = earlyProblem('bad_request', {}, { anonymous: true, close: true })
const parserCases = cases
  .filter(({ id }) => Object.hasOwn(nodeParserDeviations, id))
  .map((one) => ({ ...one, expect: refused }))

describeAdapter('node, what its parser refuses', { start: startNode, cases: parserCases })
describeAdapter('express, what its parser refuses', { start: startExpress, cases: parserCases })
describeAdapter('hono-node, what its parser refuses', { start: startHono, cases: parserCases })
