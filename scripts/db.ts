import { runCommand } from './db/run.ts'

const code = await runCommand(process.argv.slice(2))
// The schema engine leaves a timer of 10 s for its wait for the migration lock.
process.exit(code)
