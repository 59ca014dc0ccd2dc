import { describeAdapter } from '@gimbal/conformance'
import { hostNamed } from '../hosts/index.ts'

describeAdapter('express', hostNamed('express'))
describeAdapter('express-mounted', { ...hostNamed('express-mounted'), set: 'smoke' })
