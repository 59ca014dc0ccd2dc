import { runCommand } from './db/run.ts'

const code = await runCommand(process.argv.slice(2))
// The engine leaves a timer of 10 s behind, that of its wait for the migration lock.
process.exit(code)
