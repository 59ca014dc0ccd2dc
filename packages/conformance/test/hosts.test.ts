import { hosts } from '../hosts/index.ts'
import { describeAdapter } from '../src/describe-adapter.ts'

for (const { name, start, gaps } of hosts) describeAdapter(name, { start, gaps })
