import { describeAdapter } from '@gimbal/conformance'
import { hostNamed } from '../hosts/index.ts'

for (const name of ['hono-node', 'fetch', 'workerd', 'bun', 'deno']) {
  describeAdapter(name, hostNamed(name))
}
