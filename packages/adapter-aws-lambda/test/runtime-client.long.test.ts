import { afterAll, beforeAll } from 'vitest'
import { buildRuntimeClient } from './build-ric.ts'
import { describeRuntime } from './describe-runtime.ts'
import { describeZip } from './describe-zip.ts'

let client: Awaited<ReturnType<typeof buildRuntimeClient>> | undefined
beforeAll(async () => {
  client = await buildRuntimeClient()
}, 600_000)
afterAll(() => client?.remove())

const name = 'aws-lambda-ric, AWS’s own runtime client'
describeRuntime(name, () => ({ bootstrap: client!.bootstrap, dies: true }))
describeZip(name, () => ({ bootstrap: client!.bootstrap }))
