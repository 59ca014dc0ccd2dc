import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Resource use of a process; `mostRead` and `peak` since the last call. */
export interface Usage {
  readonly rss: number
  readonly peak: number
  readonly heapUsed: number
  readonly handles: number
  readonly sockets: number
  /** The most bytes read from one connection. */
  readonly mostRead: number
}

export interface Measured {
  /** Keyed by host name. */
  readonly urls: ReadonlyMap<string, string>
  /** Collects garbage first. */
  readonly usage: () => Promise<Usage>
  readonly stop: () => Promise<void>
}

/** Starts hosts of the conformance app in one separate process that reports its resource use. */
export async function startMeasured(names: readonly string[]): Promise<Measured> {
  const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
  const child = spawn(
    process.execPath,
    [
      ...['--expose-gc', '--conditions=@gimbal/source', `--import=${path('usage.ts')}`],
      ...[path('../cli.ts'), 'serve', ...names],
    ],
    { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] },
  )
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const exited = once(child, 'exit')
  const urls = new Map<string, string>()
  for await (const line of createInterface({ input: child.stdout! })) {
    const { adapter, url } = JSON.parse(line) as { adapter: string; url: string }
    urls.set(adapter, url)
    if (urls.size === names.length) break
  }
  return {
    urls,
    usage: async () => {
      child.send('usage')
      const [found] = (await once(child, 'message')) as [Usage]
      return found
    },
    stop: async () => {
      child.kill('SIGTERM')
      await exited
      process.off('exit', kill)
    },
  }
}
