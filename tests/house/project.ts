import { execFile } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, realpath, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')

/** The published packages, by folder. */
export const folders = [
  'core',
  'adapter-node',
  'adapter-fetch',
  'adapter-express',
  'adapter-hono-node',
  'adapter-cloudflare',
  'adapter-aws-lambda',
] as const

export interface Tarball {
  readonly name: string
  readonly path: string
  /** Paths below `package/`. */
  readonly files: readonly string[]
  readonly manifest: Readonly<Record<string, unknown>>
}

/** Creates a folder outside the workspace. */
export async function createFolder(): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), 'gimbal-pack-')))
}

/** Builds the published packages and packs them into a folder. */
export async function packInto(folder: string): Promise<readonly Tarball[]> {
  const filters = folders.map((name) => `--filter=@gimbal/${name}`)
  await pnpm(root, ['exec', 'turbo', 'run', 'build', ...filters])
  await pnpm(root, [...filters, 'pack', '--out', join(folder, '%s.tgz')])
  const tarballs: Tarball[] = []
  for (const name of folders) {
    const path = join(folder, `gimbal-${name}.tgz`)
    const { stdout: list } = await run('tar', ['-tzf', path])
    const { stdout: manifest } = await run('tar', ['-xOzf', path, 'package/package.json'])
    const files = list
      .trim()
      .split('\n')
      .map((file) => file.replace(/^package\//, ''))
    tarballs.push({ name: `@gimbal/${name}`, path, files, manifest: JSON.parse(manifest) as {} })
  }
  return tarballs
}

/**
 * Creates a project that depends only on the tarballs and on the hosts that their users install.
 */
export async function installInto(folder: string, tarballs: readonly Tarball[]): Promise<string> {
  const project = join(folder, 'project')
  await mkdir(project)
  await cp(join(import.meta.dirname, 'consumer'), project, { recursive: true })
  const ours = Object.fromEntries(tarballs.map(({ name, path }) => [name, `file:${path}`]))
  // Linked from the workspace, so that the test needs no registry.
  const hosts = ['express', 'hono', '@types/express', '@types/node']
  const theirs = Object.fromEntries(
    hosts.map((name) => [
      name,
      `link:${realpathSync(join(import.meta.dirname, 'node_modules', name))}`,
    ]),
  )
  await writeJson(join(project, 'package.json'), {
    name: 'a-project-of-somebody-else',
    private: true,
    type: 'module',
    dependencies: { ...ours, ...theirs },
  })
  // Maps dependencies between the tarballs, and stops the lookup of a workspace above.
  await writeJson(join(project, 'pnpm-workspace.yaml'), { packages: ['.'], overrides: ours })
  await pnpm(project, ['install', '--prefer-offline', '--no-frozen-lockfile'])
  return project
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, JSON.stringify(value, undefined, 2))
}

/** The file of a command of a dependency. */
export async function commandOf(name: string): Promise<string> {
  const manifest = join(import.meta.dirname, 'node_modules', name, 'package.json')
  const { bin } = JSON.parse(await readFile(manifest, 'utf8')) as {
    bin: string | Record<string, string>
  }
  return join(manifest, '..', typeof bin === 'string' ? bin : Object.values(bin)[0]!)
}

/** Runs a file on this Node; rejects with the whole output for an exit code other than 0. */
export function node(cwd: string, args: readonly string[]): Promise<{ stdout: string }> {
  return run(process.execPath, args, cwd)
}

async function pnpm(cwd: string, args: readonly string[]): Promise<void> {
  // Uses the pnpm that runs the tests, else pnpm through npx.
  const { npm_execpath: path = '' } = process.env
  if (!/pnpm[^/\\]*$/.test(path)) await run('npx', ['-y', 'pnpm@12', ...args], cwd)
  else if (/\.[cm]?js$/.test(path)) await node(cwd, [path, ...args])
  else await run(path, args, cwd)
}

const execute = promisify(execFile)

async function run(
  command: string,
  args: readonly string[],
  cwd = root,
): Promise<{ stdout: string }> {
  const env = { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: '0', TURBO_TELEMETRY_DISABLED: '1' }
  return execute(command, args, { cwd, env, maxBuffer: 1 << 24 }).catch((error: unknown) => {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`, { cause: error })
  })
}
