import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { bundleWorker, type WorkerBundle } from './bundle-worker.ts'

export interface WorkerdOptions {
  /** A Worker's module, which is bundled first; or a bundle, to start it several times. */
  readonly worker: string | WorkerBundle
  /** A `wrangler.jsonc` to bundle with. @default the one of adapter-cloudflare */
  readonly config?: string
  /** Variables and secrets: strings in the Worker's `env`. */
  readonly bindings?: Readonly<Record<string, string>>
  /** Hyperdrive bindings by name, each with the URL of its Postgres. */
  readonly hyperdrives?: Readonly<Record<string, string>>
  /** Flags for V8, such as `--always-turbofan`. */
  readonly v8Flags?: readonly string[]
  /** The number of isolates that run the Worker, each on its own port. @default 1 */
  readonly isolates?: number
}

export interface RunningWorkerd {
  readonly url: string
  /** The URL of each isolate; the first is `url`. */
  readonly urls: readonly string[]
  readonly port: number
  /** The runtime's process id, to read its memory and CPU time. */
  readonly pid: number
  /** The output of the Worker and the runtime so far. */
  readonly output: () => string
  /** Stops the runtime; resolves when its process has ended. */
  readonly stop: () => Promise<void>
}

/**
 * Runs a Worker in workerd itself, without a development server in front, on a free loopback port.
 *
 * @example
 * const { url, stop } = await startWorkerd({ worker: 'src/worker.ts', bindings: { DATABASE_URL } })
 */
export async function startWorkerd(options: WorkerdOptions): Promise<RunningWorkerd> {
  const { worker, config, bindings = {}, hyperdrives = {}, v8Flags = [], isolates = 1 } = options
  const bundle = typeof worker === 'string' ? await bundleWorker(worker, config) : worker
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-workerd-'))
  const runtime = configOf(bundle, { bindings, hyperdrives, v8Flags, isolates })
  await writeFile(join(folder, 'config.capnp'), runtime, { mode: 0o600 })
  for (const { name, content } of bundle.modules) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }

  // A separate process group: on Ctrl-C the tests themselves stop the runtime.
  const command = [WORKERD, 'serve', 'config.capnp', '--control-fd=3']
  const child = spawn('/bin/sh', ['-c', KEEPER, 'keeper', ...command], {
    cwd: folder,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  const output = collect(child)
  const stop = async (): Promise<void> => {
    child.stdin?.end()
    await exited
    await rm(folder, { recursive: true, force: true })
  }
  const failed = exited.then(() => {
    throw new Error(`workerd did not start:\n${output()}`)
  })
  try {
    const { pid, ports } = await Promise.race([readEvents(child, isolates), failed])
    failed.catch(() => undefined)
    const urls = ports.map((port) => `http://127.0.0.1:${String(port)}`)
    return { url: urls[0]!, urls, port: ports[0]!, pid, output, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

// workerd is a dependency of wrangler: the runtime that this wrangler version deploys to.
const requireOfWrangler = createRequire(import.meta.resolve('wrangler/package.json'))
const WORKERD = (requireOfWrangler('workerd') as { readonly default: string }).default

// Ends the runtime when standard input closes, which happens however this process ends, and prints
// its process id. A shell gives a background process no standard input, so another descriptor is
// used.
const KEEPER =
  'exec 4<&0; "$@" & runtime=$!; echo "{\\"event\\":\\"pid\\",\\"pid\\":$runtime}" >&3; ' +
  '(cat <&4 >/dev/null; kill -KILL $runtime) & wait $runtime'

type Isolates = Required<Omit<WorkerdOptions, 'worker' | 'config'>>

function configOf(bundle: WorkerBundle, options: Isolates): string {
  const { bindings, hyperdrives, v8Flags, isolates } = options
  // The runtime uses the first module as the main module.
  const ordered = [...bundle.modules].sort(
    (a, b) => Number(b.name === bundle.mainModule) - Number(a.name === bundle.mainModule),
  )
  const modules = ordered.map(
    ({ name, type }) => `(name = ${quote(name)}, ${type} = embed ${quote(name)})`,
  )
  const variables = Object.entries(bindings).map(
    ([name, value]) => `(name = ${quote(name)}, text = ${quote(value)})`,
  )
  const pools = Object.entries(hyperdrives).map(([name, url]) => [name, new URL(url)] as const)
  for (const [name, { pathname, username, password }] of pools) {
    const [database, user, secret] = [pathname.slice(1), username, password || 'any'].map(quote)
    const target = `designator = ${quote(name)}, scheme = "postgres", database = ${database}`
    variables.push(
      `(name = ${quote(name)}, hyperdrive = (${target}, user = ${user}, password = ${secret}))`,
    )
  }
  const names = Array.from({ length: isolates }, (_, index) => `worker-${String(index)}`)
  const services = names.map((name) => `(name = ${quote(name)}, worker = .worker)`)
  for (const [name, { host }] of pools)
    services.push(`(name = ${quote(name)}, external = (address = ${quote(host)}, tcp = ()))`)
  const sockets = names.map((name) => {
    return `(name = ${quote(name)}, address = "127.0.0.1:0", http = (), service = ${quote(name)})`
  })
  return `using Workerd = import "/workerd/workerd.capnp";
const worker :Workerd.Worker = (
  modules = [${modules.join(', ')}],
  bindings = [${variables.join(', ')}],
  compatibilityDate = ${quote(bundle.compatibilityDate)},
  compatibilityFlags = [${bundle.compatibilityFlags.map(quote).join(', ')}],
);
const config :Workerd.Config = (
  services = [
    ${services.join(',\n    ')},
    (name = "internet", network = (
      allow = ["public", "private", "local"],
      tlsOptions = (trustBrowserCas = true),
    )),
  ],
  v8Flags = [${v8Flags.map(quote).join(', ')}],
  sockets = [
    ${sockets.join(',\n    ')},
  ],
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

async function readEvents(
  child: ChildProcess,
  count: number,
): Promise<{ readonly pid: number; readonly ports: readonly number[] }> {
  const events = createInterface({ input: child.stdio[3] as Readable })
  const ports: number[] = []
  let pid = NaN
  for await (const line of events) {
    const event = JSON.parse(line) as { readonly event: string; port?: number; pid?: number }
    if (event.event === 'pid') pid = event.pid ?? NaN
    if (event.event === 'listen' && event.port !== undefined) ports.push(event.port)
    if (ports.length === count) return { pid, ports }
  }
  throw new Error('workerd closed its control channel without listening')
}
