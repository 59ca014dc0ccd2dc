import { hostNamed } from '../hosts/index.ts'
import { describeAdapter } from '@gimbal/conformance'

describeAdapter('deno', { ...hostNamed('deno'), set: 'smoke' })
