import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Host {
  readonly name: string
  readonly title: string
  readonly portVariable: string
  readonly defaultPort: number
  /** Relative to the root of the workspace. */
  readonly folder: string
  /** Restarted by us when a source file changes; wrangler sees to that itself. */
  readonly restarts: boolean
  /** It does not start without a database that answers. */
  readonly probes: boolean
  /** Lines that say nothing to a reader, such as a banner or a second log of each request. */
  readonly noise?: RegExp
  /** A line that means the server is gone, although its process lives on. */
  readonly lastWords?: RegExp
  /** A line that means that the new version does not start. */
  readonly brokenStart?: RegExp
  /** Lines of an error that may belong to such a version. */
  readonly errors?: RegExp
  /** The folder of the bundle, for the places in its errors. */
  readonly bundles?: string
  readonly command: (run: Run) => Promise<readonly string[]>
}

/** What a host is started with. */
export interface Run {
  readonly root: string
  readonly port: number
  readonly inspectorPort: number
  readonly databaseUrl: string
  /** A private folder for files of this run. */
  readonly scratch: string
}

const WRANGLER_NOISE =
  /^$|^ ⛅️ wrangler|^─+$|^Using secrets defined|^Your Worker has access|^Binding .*Mode$|^env\.\w+ \(|`Request\.cf`|ENOTFOUND workers\.cloudflare\.com|^ +at .*(node:dns|onlookup)|^⎔|^🪵|\[wrangler:info\]/

export const HOSTS: readonly Host[] = [
  {
    name: 'express',
    title: 'Express',
    portVariable: 'EXPRESS_PORT',
    defaultPort: 3001,
    folder: 'packages/adapter-express',
    restarts: true,
    probes: true,
    command: server,
  },
  {
    name: 'hono',
    title: 'Hono',
    portVariable: 'HONO_PORT',
    defaultPort: 3002,
    folder: 'packages/adapter-hono-node',
    restarts: true,
    probes: true,
    command: server,
  },
  {
    name: 'cloudflare',
    title: 'Worker',
    portVariable: 'WORKER_PORT',
    defaultPort: 8787,
    folder: 'packages/adapter-cloudflare',
    restarts: false,
    probes: false,
    noise: WRANGLER_NOISE,
    // It says that it restarts, and never answers again (wrangler 4.164).
    lastWords: /The Workers runtime crashed/,
    brokenStart: /The Workers runtime failed to start/,
    errors:
      /^✘ \[ERROR\] service |^ +at .*worker\.js:|Runtime stderr|^ *\{"timestamp"|If you think this is a bug/,
    bundles: 'packages/adapter-cloudflare/.wrangler/tmp',
    command: worker,
  },
]

/**
 * The environment of a host: that of this process, plus where to listen and which database to use.
 *
 * @example
 * startChild({ command, cwd, env: hostEnvironment(run), onLine })
 */
export function hostEnvironment(run: Run): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: String(run.port),
    DATABASE_URL: run.databaseUrl,
    WRANGLER_BUILD_CONDITIONS: '@gimbal/source,workerd,worker,browser',
    WRANGLER_SEND_METRICS: 'false',
  }
}

function server(): Promise<readonly string[]> {
  return Promise.resolve(['--conditions=@gimbal/source', 'app/server.ts'])
}

async function worker(run: Run): Promise<readonly string[]> {
  // The command line is for all to see (`ps`), so the URL travels in a file that only we can read.
  const variables = join(run.scratch, 'worker.env')
  await writeFile(variables, `DATABASE_URL='${plain(run.databaseUrl)}'\n`, { mode: 0o600 })
  const envFiles = [join(run.root, '.env'), variables].filter((file) => existsSync(file))
  return [
    join(run.root, 'packages/adapter-cloudflare/node_modules/wrangler/bin/wrangler.js'),
    'dev',
    '--ip=127.0.0.1',
    `--port=${run.port}`,
    `--inspector-port=${run.inspectorPort}`,
    '--show-interactive-dev-session=false',
    ...envFiles.map((file) => `--env-file=${file}`),
  ]
}

/** The same URL without the characters that mean something in an env file, where `$` expands. */
function plain(url: string): string {
  return url.replace(/[$'"`\\]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)
}
