import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { fuzzDeviations } from './known-deviations/fuzz.ts'
import { fuzz } from '@gimbal/conformance/fuzz'
import type { FuzzHost } from '@gimbal/conformance/fuzz'
import { reportText } from '@gimbal/conformance/fuzz'
import { startFetch } from './hosts/fetch.ts'

const DEFAULT = 'node,express,express-mounted,hono-node,workerd,fetch'
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    hosts: { type: 'string', default: DEFAULT },
    clients: { type: 'string', default: '12' },
  },
})
const names = values.hosts.split(',')
const seed = whole('seed', values.seed ?? String(Date.now() % 1_000_000), 0)
const seconds = whole('seconds', values.seconds, 1)
const clients = whole('clients', values.clients, 1)
const { hosts, stop } = await startAll(names)
try {
  const report = await fuzz(hosts, { seed, seconds, clients })
  console.log(reportText(report))
  process.exitCode = report.findings.length === 0 ? 0 : 1
} finally {
  stop()
}

function whole(name: string, value: string, least: number): number {
  if (/^\d+$/.test(value) && Number(value) >= least) return Number(value)
  console.error(`--${name} takes a whole number from ${least}; got ${value}`)
  process.exit(2)
}

// Starts the hosts in a separate process: a crash of it is a finding and does not end the fuzzer.
async function startAll(
  chosen: readonly string[],
): Promise<{ hosts: FuzzHost[]; stop: () => void }> {
  const served = chosen.filter((name) => name !== 'fetch')
  const cli = fileURLToPath(new URL('cli.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@gimbal/source', cli, 'serve', ...served], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Hosts also log failures of routes that fail on purpose; only the last line can explain a crash.
  let last = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (last = (last + text).slice(-4000)))
  child.once('exit', (code) =>
    code === 0 ? undefined : console.error(`the hosts ended:\n${last}`),
  )
  const stop = (): void => void child.kill('SIGTERM')
  process.once('exit', stop)
  const urls = new Map<string, string>()
  for await (const line of createInterface({ input: child.stdout })) {
    const { adapter, url } = JSON.parse(line) as { adapter: string; url: string }
    urls.set(adapter, url)
    if (urls.size === served.length) break
  }
  const fetchHost = chosen.includes('fetch') ? await startFetch() : undefined
  const hosts = chosen.flatMap((name): FuzzHost[] => {
    const url = urls.get(name)
    if (url !== undefined) return [{ name, deviations: fuzzDeviations, started: { url } }]
    return fetchHost !== undefined && 'fetch' in fetchHost
      ? [{ name, deviations: fuzzDeviations, started: fetchHost }]
      : []
  })
  return { hosts, stop }
}
