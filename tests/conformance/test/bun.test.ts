import { hostNamed } from '../hosts/index.ts'
import { describeAdapter } from '@gimbal/conformance'

describeAdapter('bun', { ...hostNamed('bun'), set: 'smoke' })
