import { hostNamed } from '../hosts/index.ts'
import { describeAdapter } from '@gimbal/conformance'

describeAdapter('node', hostNamed('node'))
