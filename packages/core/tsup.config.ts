import { defineConfig, type Options } from 'tsup'
import { library } from '../../tsup.base.ts'

const config: Options = {
  ...library,
  entry: {
    index: 'src/index.ts',
    'middleware/index': 'src/middleware/index.ts',
    adapter: 'src/adapter.ts',
    testing: 'src/testing.ts',
  },
}

export default defineConfig(config) as Options
