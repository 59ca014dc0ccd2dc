import { describeAdapter } from '@gimbal/conformance'
import { hostNamed } from '../hosts/index.ts'

for (const name of ['node', 'express', 'express-mounted', 'express-json', 'express-json-raw']) {
  describeAdapter(name, hostNamed(name))
}
