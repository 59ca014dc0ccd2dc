import { defineConfig, type Options } from 'tsup'
import { server } from '../../tsup.server.ts'

const library: Options = {
  entry: { index: 'src/index.ts' },
  format: 'esm',
  target: 'es2022',
  dts: true,
  clean: true,
}

export default defineConfig([library, server]) as Options[]
