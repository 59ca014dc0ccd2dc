import { createInterface } from 'node:readline/promises'
import { applyMigrations, emptyDatabase } from '../../prisma/src/migration/migrate.ts'
import type { Task } from './run.ts'

/**
 * `db:reset`: drops everything and applies all migrations, once someone has agreed to that.
 *
 * @example
 * await reset({ ...task, options: { yes: true } })
 */
export async function reset({ options, folder, open }: Task): Promise<number> {
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY
  if (!options.yes && !isTerminal)
    throw new TypeError('db:reset deletes all data and there is no terminal to ask: add --yes')
  const { url, title } = await open()
  if (!options.yes && !(await agrees(title))) {
    console.log('Nothing was deleted')
    return 1
  }
  await emptyDatabase(url)
  const applied = await applyMigrations(url, folder)
  console.log(`Emptied ${title}`)
  for (const name of applied) console.log(`Applied migration ${name}`)
  return 0
}

async function agrees(title: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  // Ctrl-D or Ctrl-C: no answer is a no.
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
  const question = `This deletes everything in ${title}. Type "yes" to go on: `
  const answer = await Promise.race([terminal.question(question), closed])
  terminal.close()
  return answer.trim().toLowerCase() === 'yes'
}
