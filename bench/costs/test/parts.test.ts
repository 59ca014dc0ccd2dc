import { expect, test } from 'vitest'
import { partsOf } from '../parts.ts'

test('each character of the module belongs to the source that the map names for it', () => {
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
      // Columns 0 and 4 of the first line are of the sources 0 and 1; the next line is of 0 again.
      mappings: 'AAAA,ICAA;ADAA',
    },
  })
  const bytes = Object.fromEntries(parts.map((part) => [part.name, part.bytes]))
  // Line breaks count to what is before them.
  expect(bytes).toEqual({ '`@gimbal/core`': 7, zod: 5, 'query compiler, WebAssembly': 5 })
})
