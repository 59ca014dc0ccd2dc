import { hostNamed } from '../hosts/index.ts'
import { describeAdapter } from '../../../packages/conformance/src/describe-adapter.ts'

describeAdapter('wrangler-dev', hostNamed('wrangler-dev'))
