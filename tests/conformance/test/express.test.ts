import { hostNamed } from '../hosts/index.ts'
import { describeAdapter } from '../../../packages/conformance/src/describe-adapter.ts'

describeAdapter('express', hostNamed('express'))
describeAdapter('express-mounted', hostNamed('express-mounted'))
