import { createInterface } from 'node:readline/promises'
import { applyMigrations, emptyDatabase } from '../../prisma/src/migration/migrate.ts'
import type { CommandContext } from './command.ts'

/**
 * `db:reset`: deletes everything and applies all migrations, after a confirmation.
 *
 * @example
 * await reset({ ...context, options: { yes: true } })
 */
export async function reset({ options, folder, openDatabase }: CommandContext): Promise<number> {
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY
  if (!options.yes && !isTerminal)
    throw new TypeError('db:reset deletes all data and there is no terminal to ask: add --yes')
  const { url, title } = await openDatabase()
  if (!options.yes && !(await confirm(title))) {
    console.log('Nothing was deleted')
    return 1
  }
  await emptyDatabase(url)
  const applied = await applyMigrations(url, folder)
  console.log(`Emptied ${title}`)
  for (const name of applied) console.log(`Applied migration ${name}`)
  return 0
}

async function confirm(title: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  // Ctrl-D and Ctrl-C close the terminal and count as a refusal.
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
  const question = `This deletes everything in ${title}. Type "yes" to go on: `
  const answer = await Promise.race([terminal.question(question), closed])
  terminal.close()
  return answer.trim().toLowerCase() === 'yes'
}
