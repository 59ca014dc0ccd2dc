import { hostNamed } from '../hosts/index.ts'
import { describeAdapter } from '@gimbal/conformance'

describeAdapter('fetch', { ...hostNamed('fetch'), set: 'smoke' })
