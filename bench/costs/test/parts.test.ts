import { expect, test } from 'vitest'
import { partsOf } from '../parts.ts'

test.each([
  ['../repo/apps/users-api/src/users.ts', 'users API'],
  ['../repo/packages/adapter-cloudflare/app/worker.ts', 'users API'],
  ['../repo/packages/adapter-cloudflare/src/to-worker.ts', 'adapters'],
  ['../repo/packages/adapter-fetch/src/to-fetch.ts', 'adapters'],
  ['../repo/packages/core/src/index.ts', '`@gimbal/core`'],
  ['../repo/prisma/src/client/workerd.ts', '`@gimbal/db`'],
])('%s counts as %s', (source, name) => {
  const [part] = partsOf({
    mainModule: 'worker.js',
    compatibilityDate: '2026-04-01',
    compatibilityFlags: [],
    modules: [{ name: 'worker.js', type: 'esModule', content: Buffer.from('code') }],
    sourceMap: { sources: [source], mappings: 'AAAA' },
  })
  expect(part?.name).toBe(name)
})

test('each character of the module belongs to the source in the source map', () => {
  const parts = partsOf({
    mainModule: 'worker.js',
    compatibilityDate: '2026-04-01',
    compatibilityFlags: [],
    modules: [
      { name: 'worker.js', type: 'esModule', content: Buffer.from('corezod!\nco') },
      { name: 'compiler.wasm', type: 'wasm', content: new Uint8Array(5) },
    ],
    sourceMap: {
      sources: ['../packages/core/src/a.ts', '../node_modules/zod/v4/b.js'],
      // Columns 0 and 4 of the first line belong to sources 0 and 1; the next line to source 0
      // again.
      mappings: 'AAAA,ICAA;ADAA',
    },
  })
  const bytes = Object.fromEntries(parts.map((part) => [part.name, part.bytes]))
  // A line break belongs to the code before it.
  expect(bytes).toEqual({ '`@gimbal/core`': 7, zod: 5, 'query compiler, WebAssembly': 5 })
})
