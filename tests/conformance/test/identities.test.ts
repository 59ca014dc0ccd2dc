import { expect, test } from 'vitest'

import { hosts } from '../hosts/index.ts'
import { behind, mixUps } from './mix-ups.ts'

// A development server and parsers in front change nothing about it.
const tried = hosts.filter(({ name }) => !/^(wrangler-dev|express-json.*)$/.test(name))

test.for(tried)(
  'GHSA-hvrm-45r6-mjfj: of 2,000 interleaved requests none sees another, on $name',
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
