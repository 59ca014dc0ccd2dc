import { defineConfig, type Options } from 'tsup'
import { library, server } from '../../tsup.base.ts'

export default defineConfig([library, server]) as Options[]
