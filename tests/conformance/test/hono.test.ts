import { hostNamed } from '../hosts/index.ts'
import { describeAdapter } from '../../../packages/conformance/src/describe-adapter.ts'

describeAdapter('hono-node', hostNamed('hono-node'))
