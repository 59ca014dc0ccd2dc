import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { bundleWorker, type WorkerBundle } from './bundle-worker.ts'

export { bundleWorker, type WorkerBundle, type WorkerModule } from './bundle-worker.ts'

export interface WorkerdOptions {
  /** A Worker's module, bundled first; or a bundle made before, to start it several times. */
  readonly worker: string | WorkerBundle
  /** A `wrangler.jsonc` to bundle with. @default the one of this package */
  readonly config?: string
  /** Variables and secrets: strings in the Worker's `env`. */
  readonly bindings?: Readonly<Record<string, string>>
}

export interface RunningWorkerd {
  readonly url: string
  readonly port: number
  /** Of the runtime's process, to read its memory and CPU time. */
  readonly pid: number
  /** What the Worker and the runtime have printed so far. */
  readonly output: () => string
  /** Ends the runtime; resolves when its process is gone. */
  readonly stop: () => Promise<void>
}

/**
 * Runs a Worker in workerd itself, without a development server in front, on a free loopback port.
 *
 * @example
 * const { url, stop } = await startWorkerd({ worker: 'src/worker.ts', bindings: { DATABASE_URL } })
 */
export async function startWorkerd(options: WorkerdOptions): Promise<RunningWorkerd> {
  const { worker, config } = options
  const bundle = typeof worker === 'string' ? await bundleWorker(worker, config) : worker
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-workerd-'))
  await writeFile(join(folder, 'config.capnp'), configOf(bundle, options.bindings ?? {}), {
    mode: 0o600,
  })
  for (const { name, content } of bundle.modules) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }

  // A process group of its own, so that a Ctrl-C for the tests is theirs to pass on.
  const child = spawn(WORKERD, ['serve', 'config.capnp', '--control-fd=3'], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const exited = once(child, 'exit')
  const output = collect(child)
  const stop = async (): Promise<void> => {
    kill()
    await exited
    process.off('exit', kill)
    await rm(folder, { recursive: true, force: true })
  }
  const failed = exited.then(() => {
    throw new Error(`workerd did not start:\n${output()}`)
  })
  try {
    const port = await Promise.race([listeningPort(child), failed])
    failed.catch(() => undefined)
    const pid = child.pid ?? NaN
    return { url: `http://127.0.0.1:${String(port)}`, port, pid, output, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

// workerd is wrangler's dependency: the runtime that this wrangler deploys for.
const requireOfWrangler = createRequire(import.meta.resolve('wrangler/package.json'))
const WORKERD = (requireOfWrangler('workerd') as { readonly default: string }).default

function configOf(bundle: WorkerBundle, bindings: Readonly<Record<string, string>>): string {
  // The runtime takes the first module for the main one.
  const ordered = [...bundle.modules].sort(
    (a, b) => Number(b.name === bundle.mainModule) - Number(a.name === bundle.mainModule),
  )
  const modules = ordered.map(
    ({ name, type }) => `(name = ${quote(name)}, ${type} = embed ${quote(name)})`,
  )
  const variables = Object.entries(bindings).map(
    ([name, value]) => `(name = ${quote(name)}, text = ${quote(value)})`,
  )
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [${modules.join(', ')}],
      bindings = [${variables.join(', ')}],
      compatibilityDate = ${quote(bundle.compatibilityDate)},
      compatibilityFlags = [${bundle.compatibilityFlags.map(quote).join(', ')}],
    )),
    (name = "internet", network = (
      allow = ["public", "private", "local"],
      tlsOptions = (trustBrowserCas = true),
    )),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`
}

function quote(value: string): string {
  return JSON.stringify(value)
}

function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  }
  return () => text
}

async function listeningPort(child: ChildProcess): Promise<number> {
  const events = createInterface({ input: child.stdio[3] as Readable })
  for await (const line of events) {
    const event = JSON.parse(line) as { readonly event: string; readonly port?: number }
    if (event.event === 'listen' && event.port !== undefined) return event.port
  }
  throw new Error('workerd closed its control channel without listening')
}
