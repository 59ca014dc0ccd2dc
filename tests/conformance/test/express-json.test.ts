import { describeAdapter } from '@gimbal/conformance'
import { hostNamed } from '../hosts/index.ts'

describeAdapter('express-json', { ...hostNamed('express-json'), set: 'smoke' })
describeAdapter('express-json-raw', { ...hostNamed('express-json-raw'), set: 'smoke' })
