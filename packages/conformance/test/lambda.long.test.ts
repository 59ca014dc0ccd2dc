import { hostNamed } from '../hosts/index.ts'
import { describeAdapter } from '../src/describe-adapter.ts'

// Each of its gaps waits for what never comes.
describeAdapter('lambda-v2, answers on their way', { ...hostNamed('lambda-v2') })
