import { expect, test } from 'vitest'

import { hosts } from '../hosts/index.ts'
import { behind, mixUps } from './mix-ups.ts'

// A development server and parsers in front make no difference here.
const tried = hosts.filter(({ name }) => !/^(wrangler-dev|express-json.*)$/.test(name))

test.for(tried)(
  'GHSA-hvrm-45r6-mjfj: none of 2,000 interleaved requests sees data of another, on $name',
  { timeout: 60_000 },
  async ({ name, start }) => {
    const started = await start()
    try {
      expect(await mixUps(started, 2000, behind(name))).toEqual([])
    } finally {
      await started.stop()
    }
  },
)
