import { runDev } from './dev/supervisor.ts'

process.exit(await runDev(process.argv.slice(2)))
