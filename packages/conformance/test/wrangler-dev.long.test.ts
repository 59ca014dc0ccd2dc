import { hostNamed } from '../hosts/index.ts'
import { describeAdapter } from '../src/describe-adapter.ts'

describeAdapter('wrangler-dev', hostNamed('wrangler-dev'))
