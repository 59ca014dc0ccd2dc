import { expect, test } from 'vitest'
import { partsOf } from '../parts.ts'

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
