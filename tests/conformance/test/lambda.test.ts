import { describeAdapter } from '@gimbal/conformance'
import { hostNamed } from '../hosts/index.ts'
import { lambdaHosts } from './lambda-hosts.ts'

for (const [name] of lambdaHosts) describeAdapter(name, { ...hostNamed(name), set: 'smoke' })
