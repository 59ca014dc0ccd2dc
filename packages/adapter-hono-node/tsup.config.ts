import { defineConfig, type Options } from 'tsup'

const config: Options = {
  entry: { index: 'src/index.ts' },
  format: 'esm',
  target: 'es2022',
  dts: true,
  clean: true,
}

export default defineConfig(config) as Options
