import { defineConfig, type Options } from 'tsup'
import { library } from '../../tsup.base.ts'

const config: Options = {
  ...library,
  entry: {
    index: 'src/index.ts',
    'node-test': 'src/node-test.ts',
    run: 'src/run.ts',
    app: 'src/app.ts',
    fuzz: 'src/fuzz/index.ts',
  },
}

export default defineConfig(config) as Options
