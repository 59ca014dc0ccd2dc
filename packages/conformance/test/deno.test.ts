import { hostNamed } from '../hosts/index.ts'
import { describeAdapter } from '../src/describe-adapter.ts'

describeAdapter('deno', hostNamed('deno'))
