import { describeRuntime } from './describe-runtime.ts'

describeRuntime('a runtime client in the form of AWS’s own', () => ({}))
