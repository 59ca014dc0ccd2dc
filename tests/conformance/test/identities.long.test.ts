import { expect, test } from 'vitest'

import { hosts } from '../hosts/index.ts'
import { behind, mixUps } from './mix-ups.ts'

test.for(hosts)(
  'none of 10,000 interleaved requests sees data of another, on $name',
  { timeout: 120_000 },
  async ({ name, start }) => {
    const started = await start()
    try {
      expect(await mixUps(started, 10_000, behind(name))).toEqual([])
    } finally {
      await started.stop()
    }
  },
)
