import { describeZip } from './describe-zip.ts'

describeZip('a runtime client in the form of AWS’s own', () => ({}))
