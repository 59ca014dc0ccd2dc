import { hostNamed } from '../hosts/index.ts'
import { describeAdapter } from '../src/describe-adapter.ts'

describeAdapter('express', hostNamed('express'))
describeAdapter('express-mounted', hostNamed('express-mounted'))
