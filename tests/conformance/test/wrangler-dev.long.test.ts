import { hostNamed } from '../hosts/index.ts'
import { describeAdapter } from '@gimbal/conformance'

describeAdapter('wrangler-dev', hostNamed('wrangler-dev'))
