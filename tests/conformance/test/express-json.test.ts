import { hostNamed } from '../hosts/index.ts'
import { describeAdapter } from '../../../packages/conformance/src/describe-adapter.ts'

describeAdapter('express-json', hostNamed('express-json'))
describeAdapter('express-json-raw', hostNamed('express-json-raw'))
