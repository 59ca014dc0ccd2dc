import { defineConfig, type Options } from 'tsup'

const config: Options = {
  entry: {
    index: 'src/index.ts',
    'node-test': 'src/node-test.ts',
    run: 'src/run.ts',
    app: 'src/app.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: true,
  clean: true,
}

export default defineConfig(config) as Options
