import { createKitApp } from '@gimbal/conformance/app'
import { describeAdapter } from '@gimbal/conformance/node-test'
import { toMyHost } from './my-host.ts'

describeAdapter('my host', {
  start: async () => ({ fetch: toMyHost(createKitApp()), stop: async () => undefined }),
  knownDeviations: {
    K26: 'a Request has no peer',
    'K26-client': 'a Request has no peer',
  },
})
