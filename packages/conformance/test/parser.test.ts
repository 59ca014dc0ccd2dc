import { startExpress } from '../hosts/express.ts'
import { nodeParserGaps } from '../hosts/gaps.ts'
import { startHono } from '../hosts/hono.ts'
import { startNode } from '../hosts/node.ts'
import { cases } from '../src/cases/index.ts'
import { describeAdapter } from '../src/describe-adapter.ts'
import { early } from '../src/expectations.ts'

// What llhttp refuses by itself has no code of its own, but it has our body: on our own server.
const refused = early('bad_request', {}, { anonymous: true, close: true })
const parserCases = cases
  .filter(({ id }) => Object.hasOwn(nodeParserGaps, id))
  .map((one) => ({ ...one, expect: refused }))

describeAdapter('node, what its parser refuses', { start: startNode, cases: parserCases })
describeAdapter('express, what its parser refuses', { start: startExpress, cases: parserCases })
describeAdapter('hono-node, what its parser refuses', { start: startHono, cases: parserCases })
