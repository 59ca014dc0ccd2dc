import { startExpress } from '../hosts/express.ts'
import { nodeParserGaps } from '../known-deviations/node-and-workerd.ts'
import { startHono } from '../hosts/hono.ts'
import { startNode } from '../hosts/node.ts'
import { cases } from '../../../packages/conformance/src/cases/index.ts'
import { describeAdapter } from '../../../packages/conformance/src/describe-adapter.ts'
import { early } from '../../../packages/conformance/src/expectations.ts'

// What llhttp refuses by itself has no code of its own, but it has our body: on our own server.
const refused = early('bad_request', {}, { anonymous: true, close: true })
const parserCases = cases
  .filter(({ id }) => Object.hasOwn(nodeParserGaps, id))
  .map((one) => ({ ...one, expect: refused }))

describeAdapter('node, what its parser refuses', { start: startNode, cases: parserCases })
describeAdapter('express, what its parser refuses', { start: startExpress, cases: parserCases })
describeAdapter('hono-node, what its parser refuses', { start: startHono, cases: parserCases })
