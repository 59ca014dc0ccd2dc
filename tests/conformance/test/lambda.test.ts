import { describeAdapter } from '@gimbal/conformance'
import { hostNamed } from '../hosts/index.ts'

describeAdapter('lambda-v2', { ...hostNamed('lambda-v2'), set: 'smoke' })
