import type { OpenDatabase } from '../../prisma/src/development/open-database.ts'
import type { Arguments } from './read-arguments.ts'

/** What a command gets: its arguments and the database of the environment. */
export interface CommandContext extends Arguments {
  readonly openDatabase: () => Promise<OpenDatabase>
}

/** Runs a command and returns the exit code. */
export type Command = (context: CommandContext) => Promise<number>
