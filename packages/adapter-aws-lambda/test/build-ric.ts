import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { existsSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/**
 * Compiles AWS's own runtime client, as its install scripts do, in a folder of its own. Returns the
 * path of its program. It needs Debian's `cmake`, `g++`, `make` and `libnode-dev` or another copy of
 * Node's headers.
 */
export async function buildRuntimeClient(): Promise<{
  readonly bootstrap: string
  readonly remove: () => Promise<void>
}> {
  for (const tool of ['cmake', 'g++', 'make', 'python3'])
    await execute(tool, ['--version']).catch(() => {
      throw new Error(`this test compiles AWS's runtime client: install Debian's ${tool}`)
    })
  const source = realpathSync(join(import.meta.dirname, '../node_modules/aws-lambda-ric'))
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-ric-'))
  const modules = join(folder, 'node_modules')
  const target = join(modules, 'aws-lambda-ric')
  await cp(source, target, { recursive: true })
  const siblings = dirname(source)
  for (const name of await readdir(siblings))
    if (name !== 'aws-lambda-ric') await symlink(join(siblings, name), join(modules, name))

  const run = (file: string, args: readonly string[], env = {}): Promise<unknown> =>
    execute(file, args, { cwd: target, env: { ...process.env, ...env }, maxBuffer: 1 << 26 })
  await run('sh', ['scripts/preinstall.sh'])
  const gyp = join(modules, 'node-gyp/bin/node-gyp.js')
  const headers = ['/usr', join(dirname(process.execPath), '..')].find((prefix) =>
    existsSync(join(prefix, 'include/node/node_api.h')),
  )
  const flags = ['rebuild', '--directory=src/native', ...(headers ? [`--nodedir=${headers}`] : [])]
  const env = { DEPS_PREFIX: join(target, 'deps/artifacts') }
  await run(process.execPath, [gyp, ...flags], env)
  await cp(
    join(target, 'src/native/build/Release/rapid-client.node'),
    join(target, 'rapid-client.node'),
  )
  return {
    bootstrap: join(target, 'index.mjs'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
