import { hostNamed } from '../hosts/index.ts'
import { describeAdapter } from '@gimbal/conformance'

describeAdapter('workerd', hostNamed('workerd'))
